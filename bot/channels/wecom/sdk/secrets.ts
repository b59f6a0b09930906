/** Names whose values open a door: they stand in WeCom's addresses, forms and JSON. */
const SECRET_NAMES =
  'access_token|suite_access_token|corpsecret|secret|key|response_code|welcome_code|msg_code|code|token|aeskey|encodingaeskey|msg_signature|echostr';

const IN_ADDRESS = new RegExp(`\\b(${SECRET_NAMES})=[^&\\s"'<>]+`, 'gi');
const IN_JSON = new RegExp(`(\\\\?["'](?:${SECRET_NAMES})\\\\?["']\\s*:\\s*\\\\?["'])[^"'\\\\]+`, 'gi');

/**
 * The text with every secret as `***`: what stands behind a name that is known for secrets, and the values given.
 * For whatever goes into an error or a log.
 */
export function stripSecrets(text: string, values: Iterable<string> = []): string {
  let stripped = text.replace(IN_ADDRESS, '$1=***').replace(IN_JSON, '$1***');
  for (const value of values)
    for (const form of new Set([value, encodeURIComponent(value)]))
      if (form.length >= 4) stripped = stripped.replaceAll(form, '***');
  return stripped;
}
