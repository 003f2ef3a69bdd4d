import type { Answer } from '../http/answer.js';
import type { JsonObject } from '../http/json-body.js';
import type { Request } from '../http/request.js';
import type { Clock } from '../scripting/clock.js';
import type { HazardCatalogue, Params } from '../scripting/hazard-catalogue.js';
import type { People } from '../scripting/people.js';
import type { Records } from '../scripting/records.js';
import type { Redaction } from '../scripting/request-log.js';

/** `empty` keeps credentials, clubs and the vendor's code tables. */
export const fixtures = ['default', 'empty'] as const;
export type Fixture = (typeof fixtures)[number];

/** What a request is about. `operation` is a name of the vendor's page, or `unknown`. */
export interface Subject {
  readonly operation: string;
  readonly club: string | null;
}

/** What a twin is given to live in. */
export interface Surroundings {
  readonly clock: Clock;
  /** Scheme, host and port of the sandbox, for wires that name themselves. Known once the server listens. */
  readonly origin: () => string;
  /** 0: any free port. */
  readonly sftpPort: number;
  /** True when a free port does as well, should that one be taken. */
  readonly sftpPortMayMove: boolean;
}

/**
 * The twin of one vendor: its wire, and what scripts may touch. Hazards of kind R, delays, broken connections, halved
 * bodies and the request log are the platform's; a twin reads only its own kind M from `changes`.
 */
export interface Vendor {
  /** True when a path of the sandbox belongs to this vendor's wire. */
  owns(path: string): boolean;
  readonly operations: readonly string[];
  readonly hazards: HazardCatalogue;
  readonly redaction: Redaction;
  identify(request: Request): Subject;
  /**
   * For a vendor that counts the calls it runs at a time: hears of every request before hazards and `answer`. What it
   * returns is called when the call has been answered or either side has closed the connection, perhaps more than once.
   */
  begins?(request: Request, subject: Subject): (() => void) | undefined;
  /** Does the work. `changes`: hazards of kind M that hit this request, name to params. */
  answer(request: Request, subject: Subject, changes: ReadonlyMap<string, Params>): Answer | Promise<Answer>;
  /** Kind to records, in the page's words. */
  readonly records: Readonly<Record<string, Records>>;
  /** Each throws a `Problem`: 400 for a bad body, 404 for an unknown id. */
  readonly actions: Readonly<Record<string, (body: JsonObject) => unknown>>;
  readonly people: People;
  /** What else `GET /__sandbox/{vendor}/{view}` shows. */
  readonly views?: Readonly<Record<string, () => unknown>>;
  /** Drops everything and loads the fixture; the clock is set already. */
  reset(fixture: Fixture): void | Promise<void>;
  /** For a twin that listens on more than the HTTP port. */
  open?(): Promise<void>;
  close?(): Promise<void>;
}

export type VendorFactory = (surroundings: Surroundings) => Vendor;
