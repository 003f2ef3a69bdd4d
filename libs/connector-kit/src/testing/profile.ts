import type { ContactSnapshot } from '@intouch/contracts';
import type { AnyConnector, Settings } from '../define-connector.js';

/** What `describeConnector` must know of a vendor to put its connector through the suite against the sandbox. */
export interface ConnectorProfile {
  readonly connector: AnyConnector;
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
    /** Where there is inbound. */
    readonly list?: string;
  };
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
}
