/** The one place that meets Hono: https://hono.dev/docs/ and https://github.com/honojs/node-server */
export { createAdaptorServer } from '@hono/node-server';
export { type Context, Hono, type MiddlewareHandler } from 'hono';
export { compress } from 'hono/compress';
export { getCookie, setCookie } from 'hono/cookie';
