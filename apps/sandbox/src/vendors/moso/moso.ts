import { withHeaders, type Answer } from '../../http/answer.js';
import type { JsonObject } from '../../http/json-body.js';
import type { Request } from '../../http/request.js';
import type { HazardCatalogue, Params } from '../../scripting/hazard-catalogue.js';
import type { Records } from '../../scripting/records.js';
import type { Fixture, Subject, Surroundings, Vendor } from '../vendor.js';
import { DropFile } from './drop-file/drop-file.js';
import { DropFolder } from './drop-folder.js';
import { loadFixture } from './fixture.js';
import { hazardsOf } from './hazards.js';
import { queryOf } from './input-names.js';
import { Logins } from './logins.js';
import { addMember, findMembers, getMember, updateMember } from './members.js';
import { MosoPeople } from './people.js';
import { redaction } from './redaction.js';
import { isOurs, operationOf, operations } from './routes.js';
import { MosoState } from './state.js';
import { empty, good, notLoggedIn, wrongLogin } from './wire.js';

/**
 * The twin of Motionsoft MoSoClub: REST/JSON behind a cookie login for writes, and a CSV file over SFTP for what comes
 * back. Its shapes are those of https://github.com/mattc321/oac.
 */
class Moso implements Vendor {
  private readonly state: MosoState;
  private readonly logins = new Logins();
  private readonly dropFile: DropFile;
  private readonly dropFolder: DropFolder;
  readonly people: MosoPeople;
  readonly operations = operations;
  readonly hazards: HazardCatalogue;
  readonly redaction = redaction;
  readonly records: Vendor['records'];
  readonly actions = { 'drop-file': (body: JsonObject) => this.dropFile.run(body) };
  readonly views = { sftp: () => this.dropFolder.view() };

  constructor(private readonly surroundings: Surroundings) {
    this.state = new MosoState(surroundings.clock);
    this.people = new MosoPeople(this.state);
    this.hazards = hazardsOf(this.state, this.logins);
    this.dropFile = new DropFile(this.state);
    this.dropFolder = new DropFolder(() => textOrNothing(this.state.drops.get('default')?.['publicKey']));
    const { clubs, membershipTypes, agreements, members, drops } = this.state;
    this.records = { clubs, membershipTypes, agreements, members, drops } as unknown as Record<string, Records>;
  }

  owns(path: string): boolean {
    return isOurs(path);
  }

  /** There is no club in these requests. */
  identify(request: Request): Subject {
    return { operation: operationOf(request) ?? 'unknown', club: null };
  }

  answer(request: Request, { operation }: Subject, changes: ReadonlyMap<string, Params>): Answer {
    if (operation === 'unknown') return empty(404);
    if (operation === 'authenticate') return this.authenticate(request);
    if (changes.has('login-displaced')) this.logins.endOf(request);
    if (!this.logins.admit(request)) return notLoggedIn;
    switch (operation) {
      case 'findMembers': return findMembers(this.state, request.search, changes);
      case 'getMember': return getMember(this.state, request.search, changes);
      case 'addMember': return addMember(this.state, request.body, changes);
      default: return updateMember(this.state, request.body, changes);
    }
  }

  /** Who is logged in stays so: a reset is about what the vendor keeps, not about who talks to it. */
  async reset(fixture: Fixture): Promise<void> {
    await this.dropFile.reset();
    loadFixture(this.state, fixture);
    this.dropFolder.empty();
    this.nameOwnDrop();
  }

  async open(): Promise<void> {
    await this.dropFolder.open(this.surroundings);
    this.nameOwnDrop();
  }

  async close(): Promise<void> {
    await this.dropFile.reset();
    await this.dropFolder.close();
  }

  private authenticate({ search }: Request): Answer {
    const cookies = this.logins.begin(queryOf(search));
    return cookies === null ? wrongLogin : withHeaders(good({ Authenticated: true }), { 'set-cookie': cookies });
  }

  private nameOwnDrop(): void {
    const target = this.dropFolder.target();
    if (target !== null) this.state.drops.patch('default', target);
  }
}

const textOrNothing = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export const createMoso = (surroundings: Surroundings): Vendor => new Moso(surroundings);
