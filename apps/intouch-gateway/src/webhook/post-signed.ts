import type { Webhook as Signer } from 'standardwebhooks';

const timeoutMs = 10_000;
const maxAnswerBytes = 64 * 1024;

export type Posted = { readonly ok: true; readonly body: unknown } | { readonly ok: false; readonly outcome: string };

/**
 * POSTs one change, signed by https://www.standardwebhooks.com (`webhook-id`, `webhook-timestamp`, `webhook-signature`).
 * Never throws; anything but a 2xx is "not taken". Redirects are not followed: a signature is for one address.
 */
export async function postSigned({ url, signer }: { readonly url: string; readonly signer: Signer }, id: string, payload: string, stopping: AbortSignal): Promise<Posted> {
  const now = new Date();
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
        'webhook-signature': signer.sign(id, now, payload),
      },
      body: payload,
      signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), stopping]),
    });
    const text = await beginningOf(response);
    if (!response.ok) return { ok: false, outcome: `HTTP ${response.status}` };
    return { ok: true, body: parsed(text) };
  } catch (error) {
    return { ok: false, outcome: (error as Error).name };
  }
}

async function beginningOf(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    parts.push(part as Uint8Array);
    bytes += (part as Uint8Array).length;
    if (bytes > maxAnswerBytes) break;
  }
  return Buffer.concat(parts).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
