// A static file server for the built page, with the headers that a careful host sends. Serves this
// machine only, unless HOST says otherwise. Not meant for the open internet. Not Vite's preview
// server: that keeps the file of every aborted request open (300 of 300; sirv pipes), and its 404s
// lack the policy.
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { pipeline } from 'node:stream';
import { fail, inRoot, isMain } from './common.mjs';

const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

/** Nothing inline, nothing evaluated, nothing from elsewhere; blob: is for images to save. */
export const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html gradscope',
].join('; ');

const headers = {
  'Content-Security-Policy': policy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-cache',
};

/** The file that an address names, or null; never one outside of the folder. */
function find(folder, address) {
  try {
    const path = decodeURIComponent(new URL(address, 'http://localhost').pathname);
    const file = join(folder, normalize(path.endsWith('/') ? `${path}index.html` : path));
    const stats = statSync(file);
    return stats.isFile() ? { file, size: stats.size } : null;
  } catch {
    return null; // no address, or no file: missing, too long a name, a zero in it
  }
}

function answer(folder, request, response) {
  const found = find(folder, request.url ?? '/');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return response.writeHead(405, { ...headers, Allow: 'GET, HEAD' }).end();
  }
  if (found === null) {
    const text = { ...headers, 'Content-Type': types['.txt'] };
    return response.writeHead(404, text).end('There is no such file.\n');
  }
  const type = types[extname(found.file)] ?? 'application/octet-stream';
  response.writeHead(200, { ...headers, 'Content-Type': type, 'Content-Length': found.size });
  if (request.method === 'HEAD') return response.end();
  // Closes the file however the request ends; a failure ends the response, and there is no more to say.
  return pipeline(createReadStream(found.file), response, () => undefined);
}

/** Serves a folder at the first free port from `port` on; gives the address and the server. */
export function serve(folder, port, host = '127.0.0.1') {
  const server = createServer((request, response) => answer(folder, request, response));
  return new Promise((resolve, reject) => {
    server.on('error', (error) => {
      const next = error.code === 'EADDRINUSE' && port !== 0 && port < 65535;
      if (next) server.listen(++port, host);
      else reject(error);
    });
    server.on('listening', () => {
      resolve({ server, address: `http://${host}:${server.address().port}/` });
    });
    server.listen(port, host);
  });
}

/** Serves where the environment says, PORT and HOST, until Ctrl+C; gives the address. */
export async function serveHere(folder) {
  const { PORT = '5173', HOST = '127.0.0.1' } = process.env;
  if (!/^\d{1,5}$/.test(PORT) || Number(PORT) > 65535) fail(`PORT is 0 to 65535, not "${PORT}".`);
  const { server, address } = await serve(folder, Number(PORT), HOST).catch((error) =>
    fail(`The page cannot be served at ${HOST}, port ${PORT}: ${error.message}`),
  );
  if (PORT !== '0' && !address.endsWith(`:${PORT}/`)) console.log(`Port ${PORT} is in use.`);
  const end = () => {
    server.close();
    server.closeAllConnections();
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, end);
  return address;
}

if (isMain(import.meta.url)) console.log(await serveHere(inRoot('dist')));
