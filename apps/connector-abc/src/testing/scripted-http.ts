import type { Access, Settings, VendorAnswer, VendorHttp, VendorRequest } from '@intouch/connector-kit';
import { club, settings } from './facts.js';

/** Gives its answers in their order, and keeps what was sent. */
export class ScriptedHttp implements VendorHttp {
  readonly sent: VendorRequest[] = [];
  constructor(private readonly answers: readonly (VendorAnswer | Error)[]) {}

  async send(request: VendorRequest): Promise<VendorAnswer> {
    const answer = this.answers[this.sent.push(request) - 1];
    if (!answer) throw new Error(`no answer was scripted for ${request.method} ${request.url}`);
    if (answer instanceof Error) throw answer;
    return answer;
  }
}

export function accessWith(http: VendorHttp, set: Settings = {}): Omit<Access, 'session' | 'calls' | 'kept'> {
  return { clubId: 'club', club, settings: { ...settings, ...set }, credentials: { applicationKey: 'key' }, http };
}

export function answer(status: number, text: string, headers: VendorAnswer['headers'] = {}): VendorAnswer {
  return { status, headers, text };
}

/** An answer of REST with this `status.message`. */
export function says(message: string, data: object = {}, status: object = {}, http = 200): VendorAnswer {
  return answer(http, JSON.stringify({ status: { message, count: '1', ...status }, request: { clubNumber: '9003' }, ...data }));
}

/** A SOAP envelope around an element. */
export function enveloped(content: string, status = 200): VendorAnswer {
  const spaces = 'xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:p="urn:abc-sim:ProspectManagerService"';
  return answer(status, `<?xml version="1.0" encoding="UTF-8"?>\n<soapenv:Envelope ${spaces}><soapenv:Body>${content}</soapenv:Body></soapenv:Envelope>`);
}

export function fault(blames: 'Client' | 'Server', message: string): VendorAnswer {
  return enveloped(`<soapenv:Fault><faultcode>soapenv:${blames}</faultcode><faultstring>${message}</faultstring></soapenv:Fault>`, 500);
}

/** An answer of an XML list with these elements in it. */
export function listed(list: 'getMemberList' | 'getEmployeeList', elements: string, message = 'success'): VendorAnswer {
  const name = list === 'getMemberList' ? 'members' : 'employees';
  return answer(200, `<${list}Response><status><message>${message}</message></status><request/><${name}>${elements}</${name}></${list}Response>`);
}
