/** An admin at the console of a running server, in a browser that knows no scripts. */

export type Presser = {
  readonly get: (path: string) => Promise<string>;
  /** Opens a page, fills in its form and presses it. @returns where the press leads */
  readonly press: (page: string, fill: Readonly<Record<string, string>>) => Promise<string>;
};

/**
 * @param address of the server to which the next request goes
 * @param secret of a link to the console
 */
export async function enterConsole(address: () => string, secret: string): Promise<Presser> {
  const cookies = new Map<string, string>();
  const ask = async (path: string, fields?: URLSearchParams): Promise<Response> => {
    const base = address();
    const response = await fetch(`${base}${path}`, {
      redirect: 'manual',
      headers: {
        accept: 'text/html',
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(fields !== undefined && { origin: base }),
      },
      ...(fields !== undefined && { method: 'POST', body: fields }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return response;
  };
  const get: Presser['get'] = async (path) => {
    const response = await ask(path);
    if (response.status !== 200) throw new Error(`${path} says ${response.status}`);
    return await response.text();
  };
  const press: Presser['press'] = async (page, fill) => {
    const [path = ''] = page.split('?');
    const form = (await get(page)).split('<form ').find((one) => one.includes(`action="${path}"`)) ?? '';
    const hidden = form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g);
    const fields = new URLSearchParams(fill);
    for (const [, name = '', value = ''] of hidden) fields.set(name, value);
    const response = await ask(path, fields);
    await response.body?.cancel();
    return response.headers.get('location') ?? `${response.status}`;
  };
  const entered = await press('/console/enter', { token: secret });
  if (entered !== '/console') throw new Error(`did not get in: ${entered}`);
  return { get, press };
}
