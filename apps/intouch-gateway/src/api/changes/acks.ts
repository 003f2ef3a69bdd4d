import { Injectable } from '@nestjs/common';
import { topics } from '@intouch/contracts';
import { outgoing, Outbox, type Trace } from '@intouch/messaging';
import { Database } from '@intouch/postgres';
import { Notes } from '../../feed/notes.js';
import { conflict, invalid } from '../../problem/problem.js';
import { ChangeStore, type KeptChange } from '../../store/change.store.js';

/** InTouch says it has applied a change; for an insert it tells the id of its record, which is then linked to the vendor's. */
@Injectable()
export class Acks {
  constructor(
    private readonly database: Database,
    private readonly changes: ChangeStore,
    private readonly outbox: Outbox,
    private readonly notes: Notes,
  ) {}

  /** Idempotent. @throws {Problem} 422 an insert without a contact; 409 an insert acknowledged before with another contact */
  async ack(change: KeptChange, contactId: string | null, trace: Trace): Promise<void> {
    const isInsert = change.contactId === null;
    if (isInsert && contactId === null) throw invalid([{ field: 'contactId', message: 'contactId is required: the id InTouch gave the new record' }]);
    await this.database.transaction(async () => {
      if (!(await this.changes.ack(change.changeId, contactId))) {
        const { ackedContactId } = (await this.changes.find(change.changeId))!;
        if (isInsert && ackedContactId !== contactId) throw conflict('The insert was acknowledged with another contact', { holder: ackedContactId });
        return;
      }
      if (!isInsert) return;
      const { clubId, vendor, vendorContactId, type } = change;
      const reportedState = type === 'member.inserted' ? 'MEMBER' : 'LEAD';
      await this.outbox.add([
        outgoing(topics.contactLinkRequested, { clubId, contactId: contactId!, vendor, vendorContactId, how: 'ack', requestId: null, reportedState }, trace),
      ]);
      // What was logged before could not name the contact: InTouch had none.
      const summary = `Record ${vendorContactId} of the vendor is in InTouch as ${contactId!} from now on`;
      await this.notes.write({ clubId, vendor, contactId, vendorContactId, direction: 'IN', summary }, trace.requestId ?? null);
    });
  }
}
