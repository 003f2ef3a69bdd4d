import { promisify } from 'node:util';
import ssh2, { type ConnectConfig, type FileEntryWithStats, type SFTPWrapper } from 'ssh2';
import type { Played, Reply } from './played-sandbox.js';

/** The instant the specs of MoSoClub freeze its clock at: one in the afternoon in New York. */
export const frozenAt = '2024-07-08T17:00:00Z';

/** The page's own sample of `addMember`. */
export const jane = {
  FirstName: 'Jane', LastName: 'Doe', Address1: '12 Main St', City: 'Boston', State: 'MA', Zip: '02134', Phone1: '(617) 200-1000', Phone3: '(617) 200-1001',
  Email: 'jane@example.com', Gender: 'F', Birthday: '1990-04-02T00:00:00', HomeClub: '001', Membership_Type: 'INTCH', RefAgreementID: 11, RefAgreementPriceID: 22,
  Salesperson3: '7f0c2f5e-4b9a-4f5b-9a57-0d5d0a2f1c11', Memo: 'Asked about yoga',
};

/** What every new member must have. */
export const least = { FirstName: 'Ann', LastName: 'Lee', HomeClub: '001', Membership_Type: 'GUEST', RefAgreementID: 11, RefAgreementPriceID: 22 };

/** The header of version 2 of the file. */
export const header2 =
  'ID,FirstName,LastName,Address1,City,State,Zip,Phone1,Phone2,Phone3,Email,HomeClub,Membership_Type,MemberStatus,EnteredDate,MSDate,TermDate,Source,Salesperson';

/** The page's sample row, as the fixture's 102284 comes out. */
export const janeRow =
  '102284,Jane,Doe,"12 Main St, Apt 3",Boston,MA,02134,(617) 200-1000,,(617) 200-1001,jane@example.com,001,GOLD,Active,7/1/2024,7/8/2024,,Web,Smith';

/** All cookies of a login, as one header sends them back. */
export const cookiesOf = ({ headers }: Reply): string => headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ');

/** The calls the specs of MoSoClub share. */
export const mosoCalls = ({ call }: Played) => {
  const script: Played['script'] = (method, path, body) => call(method, `/__sandbox/moso${path}`, body);
  const login = (machine = 'SPEC-1', query = 'userId=sim-user&password=not-a-real-password') =>
    call('POST', `/Account/Authenticate?${query}&machinename=${machine}`);
  let cookie: string | null = null;
  /** A call with a live login, unless `headers` say otherwise. Redirects are answers. */
  const wire = async (method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply> => {
    if (headers !== undefined) return call(method, path, body, headers);
    cookie ??= cookiesOf(await login());
    const reply = await call(method, path, body, { cookie });
    if (reply.status === 302) cookie = null;
    return reply;
  };
  const drop = (body: object = {}) => script('POST', '/actions/drop-file', body);
  return {
    script,
    login,
    wire,
    add: (member: object, headers?: Record<string, string>) => wire('POST', '/Member/AddMember', member, headers),
    update: (member: object, headers?: Record<string, string>) => wire('PUT', '/Member/UpdateMemberDemographic', member, headers),
    get: (id: string) => wire('GET', `/Member/GetMemberByMemberID?memberId=${id}`),
    find: (query: string) => wire('GET', `/MemberSearch/FindMembers?${query}`),
    /** The IDs on a page of a list. */
    ids: async (query: string): Promise<string[]> => (await wire('GET', `/MemberSearch/FindMembers?${query}`)).body.Data.Results.map(({ ID }: any) => ID),
    record: async (id: string, kind = 'members') => (await script('GET', `/records/${kind}/${id}`)).body,
    hazard: (name: string, params = {}, more = {}) => script('POST', '/hazards', { name, params, ...more }),
    drop,
    /** A file that is only returned: its records, without their line ends. */
    lines: async (body: object = {}): Promise<string[]> => {
      const { status, body: answer } = await drop({ ids: 'all', deliver: false, ...body });
      if (status !== 200) throw new Error(answer.error);
      return contentOf(answer).toString('latin1').split('\r\n').slice(0, -1);
    },
    sftp: async () => (await script('GET', '/sftp')).body as { host: string; port: number; user: string; password: string; hostKey: string; folder: string },
  };
};

export const contentOf = ({ contentBase64 }: { contentBase64: string }): Buffer => Buffer.from(contentBase64, 'base64');

/** A client of SFTP, as a connector has it. */
export class SftpClient {
  private constructor(
    private readonly client: ssh2.Client,
    readonly sftp: SFTPWrapper,
  ) {}

  /** @throws {Error} in the library's words when it is not let in */
  static async connect(config: ConnectConfig): Promise<SftpClient> {
    const client = new ssh2.Client();
    client.on('connect', () => client.setNoDelay());
    const sftp = await new Promise<SFTPWrapper>((resolve, reject) => {
      client.on('error', reject);
      client.on('ready', () => client.sftp((error, channel) => (error ? reject(error) : resolve(channel))));
      client.connect(config);
    });
    return new SftpClient(client, sftp);
  }

  list = (path: string): Promise<FileEntryWithStats[]> => promisify(this.sftp.readdir.bind(this.sftp) as any)(path) as any;
  read = (path: string): Promise<Buffer> => promisify(this.sftp.readFile.bind(this.sftp) as any)(path) as any;
  write = (path: string, content: string | Buffer): Promise<void> => promisify(this.sftp.writeFile.bind(this.sftp) as any)(path, content) as any;
  /** Any other call, by its name. */
  ask = (name: string, ...args: unknown[]): Promise<any> => promisify((this.sftp as any)[name].bind(this.sftp))(...args) as any;

  onClose(listener: () => void): void {
    this.client.on('close', listener);
  }

  end(): void {
    this.client.end();
  }
}
