/** Makes a passkey and signs in with one. https://developer.mozilla.org/docs/Web/API/Web_Authentication_API */

/**
 * @typedef {{ challenge: string, rp: { id?: string, name: string }, user: { id: string, name: string, displayName: string },
 *   pubKeyCredParams: PublicKeyCredentialParameters[], excludeCredentials?: { id: string, type: 'public-key' }[],
 *   timeout?: number, authenticatorSelection?: AuthenticatorSelectionCriteria }} Creation
 * @typedef {{ challenge: string, rpId?: string, timeout?: number, userVerification?: UserVerificationRequirement }} Request
 */

/** @param {string} text base64url */
function bytes(text) {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

/** @param {ArrayBuffer} buffer */
function base64url(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** @param {Creation} options */
async function create(options) {
  const made = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: (options.excludeCredentials ?? []).map((one) => ({ ...one, id: bytes(one.id) })),
    },
  });
  if (!(made instanceof PublicKeyCredential)) return undefined;
  const { response } = made;
  if (!(response instanceof AuthenticatorAttestationResponse)) return undefined;
  return {
    id: made.id,
    rawId: base64url(made.rawId),
    type: made.type,
    response: {
      clientDataJSON: base64url(response.clientDataJSON),
      attestationObject: base64url(response.attestationObject),
      transports: response.getTransports?.() ?? [],
    },
  };
}

/** @param {Request} options */
async function get(options) {
  const found = await navigator.credentials.get({
    publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: [] },
  });
  if (!(found instanceof PublicKeyCredential)) return undefined;
  const { response } = found;
  if (!(response instanceof AuthenticatorAssertionResponse)) return undefined;
  return {
    id: found.id,
    rawId: base64url(found.rawId),
    type: found.type,
    response: {
      clientDataJSON: base64url(response.clientDataJSON),
      authenticatorData: base64url(response.authenticatorData),
      signature: base64url(response.signature),
    },
  };
}

/**
 * @param {string} path
 * @param {string} csrf
 * @param {unknown} body
 * @returns {Promise<{ to: string } & Creation & Request>}
 */
async function post(path, csrf, body) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-csrf': csrf },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(typeof answer.say === 'string' ? answer.say : '');
  return answer;
}

const place = document.querySelector('[data-passkey]');
if (place instanceof HTMLElement) {
  const { passkey: kind = '', csrf = '', failed = '', unsupported = '', to = '' } = place.dataset;
  const button = place.querySelector('button');
  const say = place.querySelector('[role="status"]');
  if (button !== null && say !== null) {
    if (typeof PublicKeyCredential === 'undefined') say.textContent = unsupported;
    else button.hidden = false;
    button.addEventListener('click', async () => {
      button.disabled = true;
      say.textContent = '';
      try {
        const options = await post(`/console/passkeys/${kind}/options`, csrf, {});
        const made = kind === 'add' ? await create(options) : await get(options);
        const answer = await post(`/console/passkeys/${kind}`, csrf, { credential: made, to });
        location.assign(answer.to);
      } catch (error) {
        // What a browser says of a cancelled dialogue is in its own language and helps nobody.
        const own = error instanceof Error && !(error instanceof DOMException) && error.message !== '';
        say.textContent = own ? error.message : failed;
        button.disabled = false;
      }
    });
  }
}
