/** A vendor as the tests reach it in the sandbox, over one of its protocols. */
export interface VendorUnderTest {
  /** For titles, e.g. `abc over soap`. */
  readonly title: string;
  readonly vendor: 'abc' | 'compete' | 'moso' | 'paramount' | 'salesforce' | 'sugarcrm';
  /** The club's id at the vendor, as the sandbox's people have it. */
  readonly club: string;
  readonly timeZone: string;
  settings(sandbox: URL): Readonly<Record<string, unknown>>;
  readonly credentials: Readonly<Record<string, string>>;
  readonly options: Readonly<Record<string, boolean>>;
  /** Kind of record and content of an employee, and of a lead source, typed in at the vendor under this number; `id` is the vendor's. */
  employee(number: number, person: { readonly first: string; readonly last: string; readonly email: string | null; readonly active?: boolean }): TypedIn;
  /** null: the protocol has no list of them. */
  source: ((number: number, name: string, active?: boolean) => TypedIn) | null;
  readonly createsSources: boolean;
  /** Fields of a lead at a CRM: one that an attribute may have, and that of the notes. */
  readonly leadFields?: { readonly goal: string; readonly notes: string };
  /** Trouble beyond what every vendor has; hit at random by the run under fire. */
  readonly hazards: Readonly<Record<string, object>>;
}

export interface TypedIn {
  readonly kind: string;
  readonly id: string;
  readonly record: object;
}

const common = { timeoutMs: 1_000, reconcileDelayMs: 200 };
const membership = { convertLeadToMember: true, insertMember: true, convertMemberToFormerMember: true };

export const compete: VendorUnderTest = {
  title: 'compete',
  vendor: 'compete',
  club: '2',
  timeZone: 'America/Chicago',
  settings: ({ hostname, port }) => ({ ...common, companyId: '101', domain: hostname, port: Number(port), scheme: 'http', competeClubId: 2, requestsPerMinute: 60_000, maxConcurrent: 8 }),
  credentials: { apiKey: 'not-a-real-key' },
  options: membership,
  employee: (number, { first, last, email, active = true }) => ({ kind: 'employees', id: String(number), record: { FirstName: first, LastName: last, Email: email, IsActive: active } }),
  source: (number, name) => ({ kind: 'sources', id: String(number), record: { Value: name } }),
  createsSources: false,
  hazards: {},
};

const hex = (letter: string, number: number): string => `${letter}${String(number).padStart(31, '0')}`;

export const abc: VendorUnderTest = {
  title: 'abc over rest',
  vendor: 'abc',
  club: '9003',
  timeZone: 'America/Chicago',
  settings: ({ origin }) => ({ ...common, baseUrl: `${origin}/rest`, applicationId: 'sim-app', clubNumber: '9003', waiverSignedOn: '2024-01-02', pageSize: 500, pagePauseMs: 0 }),
  credentials: { applicationKey: 'not-a-real-key' },
  options: { ...membership, insertLead: true, updateContact: true },
  employee: (number, { first, last, email, active = true }) => ({
    kind: 'employees', id: hex('e', number),
    record: { club: '9003', personal: { firstName: first, lastName: last, ...(email === null ? {} : { email }) }, employment: { employeeStatus: active ? 'active' : 'inactive' } },
  }),
  source: (number, name) => ({ kind: 'campaigns', id: hex('c', number), record: { club: '9003', campaignName: name } }),
  createsSources: false,
  hazards: { 'success-without-id': {}, 'error-500': {} },
};

export const abcOverSoap: VendorUnderTest = {
  ...abc,
  title: 'abc over soap',
  settings: (sandbox) => ({ ...abc.settings(sandbox), protocol: 'soap', soapBaseUrl: `${sandbox.origin}/ws` }),
  source: null,
};

export const paramount: VendorUnderTest = {
  title: 'paramount',
  vendor: 'paramount',
  club: '1001',
  timeZone: 'America/New_York',
  settings: ({ origin }) => ({ ...common, baseUrl: origin, userName: 'sim-user', clubNumber: '1001' }),
  credentials: { password: 'not-a-real-password' },
  options: {},
  employee: (number, { first, last, email, active = true }) => ({ kind: 'staff', id: String(number), record: { club: '1001', FirstName: first, LastName: last, Email: email, Active: active } }),
  source: (number, name, active = true) => ({ kind: 'leadSources', id: String(number), record: { login: 'sim-user', Description: name, Active: active } }),
  createsSources: true,
  hazards: { 'success-without-id': {}, 'error-500': {} },
};

const crmOptions = { archiveLead: true, insertLead: true, updateContact: true, deleteLead: true };

export const salesforce: VendorUnderTest = {
  title: 'salesforce',
  vendor: 'salesforce',
  club: 'north',
  timeZone: 'America/Chicago',
  settings: ({ origin }) => ({ timeoutMs: 1_000, loginUrl: origin, clientId: 'sim-client', clubValue: 'north', maxConcurrent: 8 }),
  credentials: { clientSecret: 'not-a-real-secret' },
  options: crmOptions,
  employee: (number, { first, last, email, active = true }) => ({
    kind: 'users', id: `005SIM0000000${number}YBA`, record: { FirstName: first, LastName: last, Email: email, IsActive: active, UserType: 'Standard' },
  }),
  source: null,
  createsSources: false,
  leadFields: { goal: 'Goal__c', notes: 'Description' },
  // Not `token-expired`: the same call refused twice by a fresh token is, by the page, a refusal of the account.
  hazards: { 'error-500': {}, 'lock-row': {} },
};

export const sugarcrm: VendorUnderTest = {
  title: 'sugarcrm over rest-v4_1',
  vendor: 'sugarcrm',
  club: 'north',
  timeZone: 'America/Chicago',
  settings: ({ origin }) => ({ timeoutMs: 1_000, baseUrl: origin, userName: 'sim-user', clubValue: 'north', maxConcurrent: 8 }),
  credentials: { password: 'not-a-real-password' },
  options: crmOptions,
  employee: (number, { first, last, email, active = true }) => ({
    kind: 'users', id: `00000000-0000-4000-8000-0000000000${number}`, record: { user_name: `${first}.${last}`, first_name: first, last_name: last, email1: email, status: active ? 'Active' : 'Inactive' },
  }),
  source: null,
  createsSources: false,
  leadFields: { goal: 'goal_c', notes: 'description' },
  // Not `false-success`: what is read back counts as delivered, and goes out again with the next save only.
  hazards: { 'error-500': {}, 'session-lost': {}, 'database-failure-after-commit': {} },
};

export const sugarcrmV11: VendorUnderTest = {
  ...sugarcrm,
  title: 'sugarcrm over rest-v11',
  settings: (sandbox) => ({ ...sugarcrm.settings(sandbox), protocol: 'rest-v11' }),
  // Not `session-lost`: twice in a row it is a refusal of the account.
  hazards: { 'error-500': {} },
};

export const clubSystems = [compete, abc, abcOverSoap, paramount];
export const crms = [salesforce, sugarcrm, sugarcrmV11];
