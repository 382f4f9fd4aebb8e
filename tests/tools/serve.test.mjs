// The server of `npm start`: files of its folder and no others, with the policy, at a free port.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { policy, serve } from '../../web/tools/serve.mjs';

const outside = mkdtempSync(join(tmpdir(), 'gradscope-'));
const folder = join(outside, 'site');
let site;

before(async () => {
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(outside, 'secret.txt'), 'not for you');
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'assets/engine.wasm'), '\0asm');
  writeFileSync(join(folder, 'assets/large.wasm'), Buffer.alloc(1 << 23));
  site = await serve(folder, 0);
});
after(() => site.server.close());

/** Sends a path as it is; fetch would tidy it up. */
function ask(path, method = 'GET') {
  const { hostname, port } = new URL(site.address);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method }, (response) => {
      response.resume();
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

test('a folder is its index, a query changes nothing', async () => {
  for (const path of ['/', '/index.html', '/?lang=zh']) {
    const { status, headers } = await ask(path);
    assert.equal(status, 200, path);
    assert.equal(headers['content-type'], 'text/html; charset=utf-8');
  }
});

test('WebAssembly has its type, and everything has the policy', async () => {
  const { headers } = await ask('/assets/engine.wasm');
  assert.equal(headers['content-type'], 'application/wasm');
  assert.equal(headers['content-security-policy'], policy);
  assert.equal((await ask('/nothing')).headers['content-security-policy'], policy);
});

test('the policy allows WebAssembly, and no other evaluation', () => {
  assert.match(policy, /script-src 'self' 'wasm-unsafe-eval';/);
  assert.doesNotMatch(policy, /'unsafe-(eval|inline)'|\*|https?:/);
});

test('nothing outside of the folder is served', async () => {
  for (const path of [
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets',
    '/%',
  ]) {
    assert.equal((await ask(path)).status, 404, path);
  }
});

test('an address that can be no file is no file, and the server lives on', async () => {
  for (const path of [`/${'a'.repeat(300)}`, `/${'a/'.repeat(3000)}`, '/index.html/x', '/%00']) {
    assert.equal((await ask(path)).status, 404, path.slice(0, 20));
  }
  assert.equal((await ask('/')).status, 200);
});

/** Asks for a file that no buffer holds, and goes away when its first bytes arrive. */
function abort(path) {
  const { hostname, port } = new URL(site.address);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    socket.on('error', reject);
    socket.once('data', () => socket.destroy());
    socket.once('close', resolve);
    socket.write(`GET ${path} HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`);
  });
}

const openFiles = () => readdirSync('/dev/fd').length;

test('a request that is aborted leaves no file open', { timeout: 60_000 }, async () => {
  const before = openFiles();
  for (let i = 0; i < 300; i++) await abort('/assets/large.wasm');
  // The server notices a little later; a test that waits for ever fails by its time limit.
  while (openFiles() > before) await new Promise(setImmediate);
  assert.equal((await ask('/')).status, 200);
});

test('only reading is allowed', async () => {
  assert.equal((await ask('/', 'POST')).status, 405);
  assert.equal((await ask('/', 'HEAD')).status, 200);
});

test('a port in use is followed by the next', async () => {
  const { port } = new URL(site.address);
  const next = await serve(folder, Number(port));
  assert.ok(Number(new URL(next.address).port) > Number(port));
  next.server.close();
});
