import { json, text, type Answer } from '../http/answer.js';
import { notFound } from '../http/problem.js';
import type { Router } from '../http/router.js';
import { shown } from './contact.js';
import type { InTouch, Saved } from './intouch.js';

const root = '/__sandbox/intouch';

/** 200: the gateway has it; 202: queued until it does; the gateway's own refusal is passed on. */
function answerOf({ contact, publication }: Saved): Answer {
  if (publication.state === 'refused') return text(publication.status, 'application/problem+json', publication.body);
  return json(publication.state === 'accepted' ? 200 : 202, shown(contact));
}

/** Adds everything under `/__sandbox/intouch`. */
export function addInTouchRoutes(router: Router, inTouch: InTouch): void {
  router
    .on(`GET ${root}/contacts`, ({ query }) => json(200, { contacts: inTouch.book.list(query.get('clubId')).map(shown) }))
    .on(`PUT ${root}/contacts/{clubId}/{contactId}`, async (call) =>
      answerOf(await inTouch.save(call.params['clubId']!, call.params['contactId']!, call.body())),
    )
    .on(`DELETE ${root}/contacts/{clubId}/{contactId}`, async ({ params }) => {
      const contact = inTouch.book.get(params['clubId']!, params['contactId']!);
      if (contact === undefined) throw notFound(`InTouch has no contact ${params['contactId']} of club ${params['clubId']}.`);
      return answerOf(await inTouch.archive(contact));
    })
    .on(`POST ${root}/pause`, async () => {
      await inTouch.pause();
      return json(200, { paused: true });
    })
    .on(`POST ${root}/resume`, () => {
      inTouch.resume();
      return json(200, { paused: false });
    });
}
