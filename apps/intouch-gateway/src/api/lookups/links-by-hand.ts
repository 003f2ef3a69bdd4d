import { Injectable } from '@nestjs/common';
import { lookupKinds, topics, type LookupRefusal, type Vendor } from '@intouch/contracts';
import { outgoing, type Trace } from '@intouch/messaging';
import { Answers } from '../../answers/answers.js';
import { Notes } from '../../feed/notes.js';
import { conflict, Problem } from '../../problem/problem.js';
import { LinkStore } from '../../store/link.store.js';

export const linkSubjects = [...lookupKinds, 'contacts'] as const;
export type LinkSubject = (typeof linkSubjects)[number];

export interface Linked {
  readonly clubId: string;
  readonly vendor: Vendor;
  readonly subject: LinkSubject;
  readonly id: string;
}

type Answer = { readonly code: 'done' } | LookupRefusal;

/** Links are the connectors': a person's wish is asked of them, and their answer waited for. */
@Injectable()
export class LinksByHand {
  constructor(
    private readonly answers: Answers,
    private readonly links: LinkStore,
    private readonly notes: Notes,
  ) {}

  /** @throws {Problem} 409 with the holder; 503 where the connector does not answer in time */
  async link({ clubId, vendor, subject, id }: Linked, vendorId: string, trace: Trace): Promise<void> {
    const answer =
      subject === 'contacts'
        ? await this.answers.ask<Answer>(
            (requestId) => outgoing(topics.contactLinkRequested, { clubId, contactId: id, vendor, vendorContactId: vendorId, how: 'by-hand', requestId, reportedState: null }, trace),
            // A link that was made tells no request; it shows in our copy.
            async () => ((await this.links.holds(clubId, id, vendor, vendorId)) ? { code: 'done' } : undefined),
          )
        : await this.answers.ask<Answer>((requestId) =>
            outgoing(topics.lookupsRequested, { requestId, clubId, vendor, action: 'link', subject, id, vendorId, runId: null }, trace),
          );
    mustBeDone(answer);
    await this.note({ clubId, vendor, subject, id }, `Linked by hand: ${inWords[subject]} ${id}`, vendorId, trace);
  }

  /** @throws {Problem} 404 where nothing is linked; 503 */
  async unlink({ clubId, vendor, subject, id }: Linked, trace: Trace): Promise<void> {
    const live = subject === 'contacts' ? (await this.links.live(clubId, id)).find((link) => link.vendor === vendor) : undefined;
    const vendorId = live?.vendorContactId ?? null;
    const answer = await this.answers.ask<Answer>(
      (requestId) => outgoing(topics.lookupsRequested, { requestId, clubId, vendor, action: 'unlink', subject, id, vendorId, runId: null }, trace),
      async () => (vendorId !== null && !(await this.links.holds(clubId, id, vendor, vendorId)) ? { code: 'done' } : undefined),
    );
    mustBeDone(answer);
    await this.note({ clubId, vendor, subject, id }, `Unlinked by hand: ${inWords[subject]} ${id}`, vendorId, trace);
  }

  private async note({ clubId, vendor, subject, id }: Linked, summary: string, vendorContactId: string | null, trace: Trace): Promise<void> {
    const contactId = subject === 'contacts' ? id : null;
    await this.notes.write({ clubId, vendor, contactId, vendorContactId: contactId ? vendorContactId : null, summary }, trace.requestId ?? null);
  }
}

const inWords: Readonly<Record<LinkSubject, string>> = { contacts: 'contact', staff: 'staff member', 'lead-sources': 'lead source' };

function mustBeDone(answer: Answer): void {
  if (answer.code === 'conflict') throw conflict(answer.detail, { holder: answer.holder });
  if (answer.code === 'not-found') throw new Problem(404, 'Not Found', answer.detail);
}
