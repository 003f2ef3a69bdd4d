import { badRequest } from '../../../http/problem.js';
import type { JsonObject } from '../../../http/json-body.js';
import { convertedStatus } from '../org.js';
import type { Lead, SalesforceState } from '../state.js';

/** What the org's own staff does to a lead, by hand or because a script says so. `need` throws a `Problem` 404. */
export class StaffEdits {
  constructor(private readonly state: SalesforceState) {}

  /** Again for a converted one: nothing but its stamp changes. @throws {Problem} 400 for a deleted lead */
  convert(id: string): Lead {
    return this.state.leads.patch(this.live(id).Id, { IsConverted: true, Status: convertedStatus });
  }

  /** A deleted lead stays as it is. */
  delete(id: string): Lead {
    const lead = this.state.leads.need(id);
    return lead.IsDeleted === true ? lead : this.state.leads.patch(lead.Id, { IsDeleted: true });
  }

  /** The loser goes into the bin, and names the master. @throws {Problem} 400 unless both are live and two */
  merge(masterId: string, loserId: string): Lead {
    const [master, loser] = [this.live(masterId), this.live(loserId)];
    if (master.Id === loser.Id) throw badRequest('master and loser must be two leads.');
    return this.state.leads.patch(loser.Id, { IsDeleted: true, MasterRecordId: master.Id });
  }

  /** @throws {Problem} 400 when it is not deleted */
  undelete(id: string): Lead {
    const lead = this.state.leads.need(id);
    if (lead.IsDeleted !== true) throw badRequest(`Lead ${id} is not deleted.`);
    return this.state.leads.patch(lead.Id, { IsDeleted: false, MasterRecordId: null });
  }

  /** @returns how many are gone for good */
  emptyBin(): number {
    const binned = [...this.state.leads.values()].filter(({ IsDeleted }) => IsDeleted === true);
    for (const { Id } of binned) this.state.leads.delete(Id);
    return binned.length;
  }

  /** The kind of update by the system that nobody made: only the stamp is new. */
  touchAll(): void {
    for (const { Id, IsDeleted, LastModifiedById } of [...this.state.leads.values()]) {
      if (IsDeleted !== true) this.state.leads.patch(Id, { modifiedAt: this.state.clock.stamp(), LastModifiedById });
    }
  }

  private live(id: string): Lead {
    const lead = this.state.leads.need(id);
    if (lead.IsDeleted === true) throw badRequest(`Lead ${id} is deleted.`);
    return lead;
  }
}

/** An id out of the body of an action. @throws {Problem} 400 */
export function idIn(body: JsonObject, key: string): string {
  const id = body[key];
  if (typeof id !== 'string') throw badRequest(`${key} must be the id of a lead, as a text.`);
  return id;
}
