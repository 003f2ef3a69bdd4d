import type { VendorAnswer, VendorHttp, VendorRequest } from '@intouch/connector-kit';
import { ParamountClient } from '../client.js';
import { club, settings } from './facts.js';

class ScriptedHttp implements VendorHttp {
  readonly sent: VendorRequest[] = [];
  constructor(private readonly answers: readonly (VendorAnswer | Error)[]) {}

  async send(request: VendorRequest): Promise<VendorAnswer> {
    const answer = this.answers[this.sent.push(request) - 1]!;
    if (answer instanceof Error) throw answer;
    return answer;
  }
}

/** A client whose calls are answered by these, one after the other. */
export function clientOf(...answers: (VendorAnswer | Error)[]): { client: ParamountClient; http: ScriptedHttp } {
  const http = new ScriptedHttp(answers);
  return { http, client: new ParamountClient({ clubId: 'club', club, settings, credentials: { password: 'p<&>"w' }, http }) };
}

/** An answer as it is. */
export const text = (status: number, body: string, headers: VendorAnswer['headers'] = {}): VendorAnswer => ({ status, headers, text: body });
const envelope = (body: string): string =>
  `<?xml version="1.0" encoding="utf-8"?>\n<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soap:Body>${body}</soap:Body></soap:Envelope>`;
/** A SOAP fault of `Client` or `Server`. */
export const fault = (status: number, code: string, said = 'Request could not be read'): VendorAnswer =>
  text(status, envelope(`<soap:Fault><faultcode>soap:${code}</faultcode><faultstring>${said}</faultstring></soap:Fault>`));
/** A result with just this in it. */
export const result = (operation: string, inner: string): VendorAnswer =>
  text(200, envelope(`<${operation}Response xmlns="http://paramount.example/prospect/"><${operation}Result>${inner}</${operation}Result></${operation}Response>`));
/** A good result with this data after it. */
export const good = (operation: string, data: string): VendorAnswer => result(operation, `<Success>true</Success><ErrorCode>0</ErrorCode><ErrorMessage xsi:nil="true"/>${data}`);
/** A refusal. */
export const bad = (operation: string, code: string, message: string): VendorAnswer => result(operation, `<Success>false</Success><ErrorCode>${code}</ErrorCode><ErrorMessage>${message}</ErrorMessage>`);
