// A host like many: it serves a folder, says nothing of policies unless it is told to, and lets other
// origins read its files only if it is told to.
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const types = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.mjs': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
  '.wasm': 'application/wasm',
};

function find(folder, url) {
  const path = normalize(decodeURIComponent(new URL(url, 'http://localhost').pathname));
  const stats = statSync(join(folder, path), { throwIfNoEntry: false });
  if (stats?.isDirectory()) return join(folder, path, 'index.html');
  return stats ? join(folder, path) : join(folder, `${path}.html`);
}

export function serveAny(folder, { policy, cors = false } = {}) {
  const server = createServer(({ url = '/' }, response) => {
    try {
      // Every browser asks for one; hosts have theirs.
      if (url.startsWith('/favicon.')) return response.writeHead(204).end();
      const file = find(folder, url);
      const headers = { 'Content-Type': types[extname(file)] ?? 'application/octet-stream' };
      if (policy) headers['Content-Security-Policy'] = policy;
      if (cors) headers['Access-Control-Allow-Origin'] = '*';
      const content = readFileSync(file);
      response.writeHead(200, headers).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve({ server, address: `http://127.0.0.1:${server.address().port}/` }),
    );
  });
}
