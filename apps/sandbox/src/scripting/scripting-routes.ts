import { json, noContent } from '../http/answer.js';
import type { JsonObject } from '../http/json-body.js';
import { badRequest, notFound } from '../http/problem.js';
import type { Call, Router } from '../http/router.js';
import { fixtures, type Fixture } from '../vendors/vendor.js';
import { addPeopleRoutes } from './people.js';
import type { Row } from './records.js';
import type { Stage } from './stage.js';

/** Adds everything under `/__sandbox/{vendor}` for one vendor. */
export function addScriptingRoutes(router: Router, stage: Stage): void {
  const { vendor, hazards } = stage;
  const root = `/__sandbox/${stage.name}`;
  const kind = ({ params }: Call) => {
    const name = params['kind']!;
    if (!Object.hasOwn(vendor.records, name)) throw badRequest(`There is no kind of record named ${name}.`);
    return vendor.records[name]!;
  };

  router
    .on(`POST ${root}/reset`, async (call) => {
      const { fixture, now } = readReset(call.body());
      await stage.reset(fixture, now);
      return noContent;
    })
    .on(`PUT ${root}/clock`, (call) => {
      const body = call.body();
      if (!('now' in body)) throw badRequest('The body must have now.');
      stage.clock.set(body['now']);
      return noContent;
    })
    .on(`POST ${root}/hazards`, (call) => json(201, { id: hazards.add(call.body()) }))
    .on(`GET ${root}/hazards`, () => json(200, { hazards: hazards.list() }))
    .on(`DELETE ${root}/hazards`, () => {
      hazards.clear();
      return noContent;
    })
    .on(`DELETE ${root}/hazards/{id}`, ({ params }) => {
      hazards.remove(params['id']!);
      return noContent;
    })
    .on(`GET ${root}/records/{kind}`, (call) => json(200, { records: [...kind(call).values()] }))
    .on(`GET ${root}/records/{kind}/{id}`, (call) => json(200, kind(call).need(call.params['id']!)))
    .on(`PUT ${root}/records/{kind}/{id}`, (call) => json(200, kind(call).patch(call.params['id']!, call.body()) satisfies Row))
    .on(`DELETE ${root}/records/{kind}/{id}`, (call) => {
      kind(call).delete(call.params['id']!);
      return noContent;
    })
    .on(`POST ${root}/actions/{name}`, async (call) => {
      const name = call.params['name']!;
      if (!Object.hasOwn(vendor.actions, name)) throw badRequest(`There is no action named ${name}.`);
      return json(200, await vendor.actions[name]!(call.body()));
    })
    .on(`GET ${root}/requests`, ({ query }) => json(200, { requests: stage.log.list(query.get('operation')) }));

  addPeopleRoutes(router, root, vendor.people);

  router.on(`GET ${root}/{view}`, ({ params }) => {
    const view = params['view']!;
    if (vendor.views === undefined || !Object.hasOwn(vendor.views, view)) throw notFound(`${stage.name} has nothing named ${view}.`);
    return json(200, vendor.views[view]!());
  });
}

/**
 * The body of a reset: both keys optional.
 * @throws {Problem} 400 for an unknown fixture; a bad `now` is found by the clock
 */
export function readReset(body: JsonObject): { fixture: Fixture; now: unknown } {
  const { fixture = 'default', now = null } = body;
  if (!fixtures.includes(fixture as Fixture)) throw badRequest(`There is no fixture named ${String(fixture)}.`);
  return { fixture: fixture as Fixture, now };
}
