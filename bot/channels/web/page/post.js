// @ts-check
/**
 * Hands something to the server, and says what it answered.
 * @param {string} path
 * @param {BodyInit} body
 * @param {{ csrf: string, ms: number, type?: string }} how how long it may take; the type where the browser does not set it
 * @returns {Promise<{ status: number, say: string, afterMs?: number }>} status 0 when the server was not reached
 */
export async function post(path, body, { csrf, ms, type }) {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'x-csrf': csrf, ...(type === undefined ? {} : { 'content-type': type }) },
      body,
      signal: AbortSignal.timeout(ms),
    });
    const after = Number(response.headers.get('retry-after'));
    /** @type {unknown} */
    const said = await response.json().catch(() => null);
    return {
      status: response.status,
      say: typeof said === 'object' && said !== null && 'say' in said ? String(said.say) : '',
      ...(after > 0 ? { afterMs: after * 1000 } : {}),
    };
  } catch {
    return { status: 0, say: '' };
  }
}
