import type { ContactSnapshot } from '@intouch/contracts';
import type { IntegrationOptions } from '@intouch/contracts';
import type { AnyConnector, Settings } from '../define-connector.js';
import type { VendorRequestSeen } from './sandbox-process.js';

/** What `describeConnector` must know of a vendor to put its connector through the suite against the sandbox. */
export interface ConnectorProfile {
  readonly connector: AnyConnector;
  /** Where a connector speaks several protocols: which of them this is. */
  readonly variant?: string;
  /** Settings that lead to the vendor's twin at this origin, with a `timeoutMs` of a second and a short `reconcileDelayMs`. */
  settings(sandbox: URL): Settings;
  readonly credentials: Readonly<Record<string, string>>;
  /** The club of these settings as the sandbox's people name it. */
  readonly vendorClub: string;
  readonly timeZone: string;
  /** Settings of another club of the same account, where the vendor can refuse one club alone. */
  readonly otherClub?: { readonly settings: Settings; readonly vendorClub: string };
  /** The vendor page's names of the calls. */
  readonly operations: {
    readonly create: string;
    readonly update: string;
    readonly staff?: string;
    readonly leadSources?: string;
    /** Where there are logins: they are what is refused, and every other call only finds its login ended. */
    readonly login?: string;
    /** Where there is inbound. */
    readonly list?: string;
  };
  /** Where creates and updates are the same operation: tells them apart. */
  readonly isUpdate?: (request: VendorRequestSeen) => boolean;
  /** What an update carries: only what changed, every value there is, or all of the record. Default `changes`. */
  readonly updates?: 'changes' | 'all-values';
  /** What the people of this vendor are: its CRM knows leads only. Default `MEMBER`. */
  readonly reports?: 'LEAD' | 'MEMBER';
  /** false: the vendor refuses without a word. Default true. */
  readonly refusesWithText?: boolean;
  /** A create that repeats itself safely is its own look: nothing is only looked for. */
  readonly createLooks?: boolean;
  /** Whom the vendor names as the owner of a lead that was sent without one. Default nobody. */
  readonly ownerWithout?: string;
  /** Options that must be on besides the member options for every record to be read, leads too. */
  readonly readsLeadsWith?: Partial<IntegrationOptions>;
  /** false: the list comes in one answer. Default true. */
  readonly pages?: boolean;
  /** false: the vendor itself tells when an end has come; nothing has to be remembered. Default true. */
  readonly endsAhead?: boolean;
  /** The vendor's spelling of the hazards that every vendor has in some form. Left out: it does not have it. */
  readonly hazards: {
    readonly throttle: string;
    readonly clubRefused?: string;
    readonly routeRefused?: string;
    readonly refused200?: string;
    readonly empty?: string;
    readonly unknownField: string;
    readonly pageDrift?: string;
  };
  /** A lead this vendor takes, different for each number. */
  lead(index: number): ContactSnapshot;
  /** A staff member that the fixture `default` knows by e-mail, and its id there. */
  readonly knownStaff?: { readonly email: string; readonly vendorId: string };
  /** A lead source that the fixture `default` knows by name, and its id there. */
  readonly knownSource?: { readonly name: string; readonly vendorId: string };
}
