/** The one place that meets Hono: https://hono.dev/docs/ and https://github.com/honojs/node-server */
export { createAdaptorServer } from '@hono/node-server';
export { getConnInfo } from '@hono/node-server/conninfo';
export { type Context, Hono, type MiddlewareHandler } from 'hono';
export { compress } from 'hono/compress';
export { deleteCookie, getCookie, setCookie } from 'hono/cookie';
