import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { monotonicFactory } from 'ulid';
import { topics, type ContactSnapshot, type LeadSource, type StaffMember, type Vendor, type SavedContact } from '@intouch/contracts';
import { encode, KafkaPort, outgoing, PublisherLines, type EncodedRecord, type Outgoing, type Trace } from '@intouch/messaging';
import { ServiceLog } from '@intouch/service';

/** Sorts by time of receipt, also within one millisecond: breaks ties of `updatedAt`. */
const nextVersion = monotonicFactory();

export interface Accepted {
  readonly eventId: string;
  readonly version: string;
}

/**
 * What InTouch publishes goes to the broker in one produce; no database is in the way. Resolves once the event is
 * durable.
 * @throws {NotStored} nothing was accepted
 */
@Injectable()
export class Ingest implements OnModuleDestroy {
  private readonly publisher: PublisherLines;

  constructor(kafka: KafkaPort, log: ServiceLog) {
    this.publisher = new PublisherLines(kafka, log);
  }

  async onModuleDestroy(): Promise<void> {
    await this.publisher.close();
  }

  async contact(clubId: string, contactId: string, contact: ContactSnapshot, trace: Trace): Promise<Accepted> {
    return this.publish((event) => snapshotEvent(clubId, contactId, contact, event, trace));
  }

  /** All of them or none; one contact twice keeps its order. */
  async contacts(clubId: string, contacts: readonly { readonly contactId: string; readonly contact: ContactSnapshot }[], trace: Trace): Promise<void> {
    const receivedAt = new Date().toISOString();
    await this.publisher.publish(
      contacts.map(({ contactId, contact }) => {
        const version = nextVersion();
        return record(snapshotEvent(clubId, contactId, contact, { version, receivedAt }, trace), version);
      }),
    );
  }

  async archive(clubId: string, contactId: string, trace: Trace): Promise<Accepted> {
    return this.publish((event) => outgoing(topics.leadArchived, { clubId, contactId, ...event }, trace));
  }

  async send(clubId: string, contactId: string, vendor: Vendor | null, saved: SavedContact | undefined, trace: Trace): Promise<Accepted> {
    return this.publish((event) => outgoing(topics.leadSendRequested, { clubId, contactId, vendor, ...event, ...(saved ? { saved } : {}) }, trace));
  }

  async staff(clubId: string, staffId: string, staff: StaffMember, trace: Trace): Promise<Accepted> {
    return this.publish(({ version }) => outgoing(topics.staffUpserted, { ...staff, clubId, staffId, version }, trace));
  }

  async leadSource(clubId: string, leadSourceId: string, source: LeadSource, trace: Trace): Promise<Accepted> {
    return this.publish(({ version }) => outgoing(topics.leadSourceUpserted, { ...source, clubId, leadSourceId, version }, trace));
  }

  private async publish(event: (receipt: Receipt) => Outgoing): Promise<Accepted> {
    const version = nextVersion();
    await this.publisher.publish([record(event({ version, receivedAt: new Date().toISOString() }), version)]);
    return { eventId: version, version };
  }
}

interface Receipt {
  readonly version: string;
  readonly receivedAt: string;
}

function snapshotEvent(clubId: string, contactId: string, contact: ContactSnapshot, receipt: Receipt, trace: Trace): Outgoing {
  const topic = contact.status === 'LEAD' ? topics.leadUpserted : topics.memberUpserted;
  return outgoing(topic, { clubId, contactId, ...receipt, contact }, trace);
}

function record(message: Outgoing, eventId: string): EncodedRecord {
  return encode(message, 'intouch-gateway', eventId);
}
