import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { Created, Settling, VendorAnswer } from '@intouch/connector-kit';
import { salesforce } from './connector.js';
import { fit } from './mapper.js';
import { facts, jane, john, leadId, lookup } from './testing/facts.js';
import { clientOf, done, duplicates, json, made, notFound, refused, text, versions } from './testing/scripted-client.js';

const { outbound } = salesforce;
const content = fit(jane, facts()).content;
const intent = { content, reserved: null, firstTriedAt: '2026-11-22T02:00:00Z' };
const taken = refused(400, 'DUPLICATE_VALUE', 'duplicate value found: InTouch_Id__c');
const sold = refused(400, 'CANNOT_UPDATE_CONVERTED_LEAD');
const badEmail = refused(400, 'INVALID_EMAIL_ADDRESS', 'Email: invalid email address: jane@example.com', 'Email');
const unknown = [notFound, versions('62.0')];

async function created(answers: readonly VendorAnswer[], how: Parameters<typeof facts>[0] = {}) {
  const { client, http } = clientOf(answers);
  const facts_ = facts(how);
  return { http, made: await outbound.create(client, { ...intent, content: fit(jane, facts_).content }, facts_, async (ids) => new Set(ids)) };
}

async function settled(answers: readonly VendorAnswer[], { mayRepeat = true, free = (ids: readonly string[]) => new Set(ids) }: { readonly mayRepeat?: boolean; readonly free?: (ids: readonly string[]) => ReadonlySet<string> } = {}) {
  const { client, http } = clientOf(answers);
  const settling: Settling = { intent, look: 1, now: new Date(), mayRepeat, free: async (ids) => free(ids) };
  const found: Created | null = await outbound.settle(client, settling, facts());
  return { http, found };
}

describe('a create', () => {
  it.each([[true], [false]])('answers the lead\'s id, also of one that was there (created: %s)', async (isNew) => {
    expect((await created([made('00QSIM000000002', isNew)])).made).toEqual({ vendorContactId: leadId(2), warnings: [] });
  });

  it.each([
    [{}, 'FALSE'],
    [{ set: { useCrmAssignmentRules: true } }, 'TRUE'],
    [{ set: { useCrmAssignmentRules: true }, owner: lookup(john) }, 'FALSE'],
    [{ owner: lookup(john) }, 'FALSE'],
  ])('lets Salesforce choose the owner only where it may: %j', async (how, wanted) => {
    expect((await created([made(leadId(2))], how)).http.sent[0]!.headers).toMatchObject({ 'Sforce-Auto-Assign': wanted });
  });

  it('in the same instant as another is made once more', async () => {
    const { http, made: lead } = await created([taken, made(leadId(2), false)]);
    expect(lead.vendorContactId).toBe(leadId(2));
    expect(http.sent[0]).toEqual(http.sent[1]);
    await expect(created([taken, taken])).rejects.toMatchObject({ name: 'Unavailable', ambiguous: true });
  });

  it('of a lead that is converted links it, closed', async () => {
    expect((await created([sold, json(200, { Id: leadId(3), IsConverted: true })])).made).toMatchObject({ vendorContactId: leadId(3), closed: 'converted' });
    await expect(created([sold, ...unknown])).rejects.toMatchObject({ name: 'Unavailable', ambiguous: true });
  });

  it('whose e-mail address is refused goes without it', async () => {
    const { http, made: lead } = await created([badEmail, made(leadId(2))]);
    expect(http.body(0)).toMatchObject({ Email: 'jane@example.com' });
    expect(http.body(1)).toEqual({ ...(http.body(0) as object), Email: undefined });
    expect(lead.warnings).toMatchObject([{ code: 'omitted-invalid', key: 'email', detail: expect.stringContaining('jane@example.com') }]);
    await expect(created([badEmail, badEmail])).rejects.toMatchObject({ code: 'vendor-refused', field: 'Email' });
  });

  it('whose other address is refused is refused', async () => {
    await expect(created([refused(400, 'INVALID_EMAIL_ADDRESS', 'Second e-mail', 'Email2__c')])).rejects.toMatchObject({ code: 'vendor-refused', field: 'Email2__c' });
  });
});

describe('a rule of the org that blocks', () => {
  const block = duplicates({ Id: '00QSIM000000001' });
  const ann = (more: object = {}) => json(200, { Id: leadId(1), FirstName: 'JANE', LastName: 'doe', Email: 'Jane@Example.com', MobilePhone: null, IsConverted: false, InTouch_Id__c: null, ...more });

  it.each([
    ['the same e-mail address', {}],
    ['the same mobile', { Email: 'other@example.com', MobilePhone: '+1 (614) 200-1000' }],
  ])('and points at a lead with the same name and %s: that one is ours', async (_what, more) => {
    const { http, made: lead } = await created([block, ann(more), done], { owner: lookup(john) });
    expect(lead).toEqual({ vendorContactId: leadId(1), warnings: [] });
    expect(http.calls).toEqual([
      'PATCH /sobjects/Lead/InTouch_Id__c/c1%3Alead-9', `GET /sobjects/Lead/${leadId(1)}?fields=Id,FirstName,LastName,Email,MobilePhone,IsConverted,InTouch_Id__c`, `PATCH /sobjects/Lead/${leadId(1)}`,
    ]);
    expect(http.body(2)).toEqual({
      InTouch_Id__c: 'c1:lead-9', FirstName: 'Jane', LastName: 'Doe', Email: 'jane@example.com', MobilePhone: '+1 614 200 1000', Street: '12 Main St', City: 'Columbus', State: 'OH', PostalCode: '43004',
      Country: 'US', OwnerId: john,
    });
  });

  it.each([
    ['another name', [block, ann({ FirstName: 'Janet' })]],
    ['neither address nor mobile', [block, ann({ Email: null, MobilePhone: null })]],
    ['another address', [block, ann({ Email: 'other@example.com', MobilePhone: '1' })]],
    ['somebody\'s id', [block, ann({ InTouch_Id__c: 'c2:lead-1' })]],
    ['a conversion behind it', [block, ann({ IsConverted: true })]],
    ['nothing there any more', [block, ...unknown]],
    ['another one beside it', [duplicates({ Id: leadId(1) }, { Id: leadId(3) })]],
    ['another kind of record', [duplicates({ Id: '003SIM000000001AAA', type: 'Contact' })]],
  ])('and points at one with %s: a person has to look', async (_what, answers) => {
    await expect(created(answers)).rejects.toMatchObject({ name: 'Refusal', code: 'duplicate-at-vendor' });
  });

  it('is what it is on an update', async () => {
    const { client, http } = clientOf([block]);
    await expect(outbound.update(client, leadId(2), { city: 'Dublin' }, content, facts())).rejects.toMatchObject({ code: 'duplicate-at-vendor' });
    expect(http.sent).toHaveLength(1);
  });

  it('and points at somebody else\'s lead: it is not ours', async () => {
    await expect(settled([block, ann()], { free: () => new Set() })).rejects.toMatchObject({ code: 'duplicate-at-vendor' });
    expect((await settled([block, ann(), done])).found).toMatchObject({ vendorContactId: leadId(1) });
  });
});

describe('after an answer that was lost', () => {
  it('the same call tells whether it was stored', async () => {
    expect((await settled([made(leadId(2), false)])).found).toEqual({ vendorContactId: leadId(2), warnings: [] });
    expect((await settled([made(leadId(2), true)])).found).toEqual({ vendorContactId: leadId(2), warnings: [], repeated: true });
    expect((await settled([sold, json(200, { Id: leadId(3), IsConverted: true })])).found).toMatchObject({ vendorContactId: leadId(3), closed: 'converted' });
    await expect(settled([text(503)])).rejects.toMatchObject({ name: 'Unavailable', ambiguous: true });
  });

  it('it is only looked for where nothing new may come of it', async () => {
    const { http, found } = await settled([json(200, { Id: '00QSIM000000002', IsConverted: false })], { mayRepeat: false });
    expect(found).toEqual({ vendorContactId: leadId(2) });
    expect(http.calls).toEqual(['GET /sobjects/Lead/InTouch_Id__c/c1%3Alead-9?fields=Id,IsConverted']);
    expect((await settled([json(200, { Id: leadId(3), IsConverted: true })], { mayRepeat: false })).found).toEqual({ vendorContactId: leadId(3), closed: 'converted' });
    expect((await settled(unknown, { mayRepeat: false })).found).toBeNull();
    expect((await settled([refused(404, 'ENTITY_IS_DELETED')], { mayRepeat: false })).found).toBeNull();
  });
});

describe('an update', () => {
  const update = async (answers: readonly VendorAnswer[], changes: object) => {
    const { client, http } = clientOf(answers);
    return { http, warnings: await outbound.update(client, leadId(2), { ...changes }, content, facts()) };
  };

  it('carries what changed, and nothing where nothing is left of it', async () => {
    const { http } = await update([done], { city: 'Dublin', email: null });
    expect(http.body(0)).toEqual({ City: 'Dublin', Email: null });
    expect((await update([], { firstName: null })).http.sent).toEqual([]);
  });

  it('whose e-mail address is refused goes without it, or not at all', async () => {
    const { http, warnings } = await update([badEmail, done], { city: 'Dublin', email: 'x@y.zz' });
    expect([http.body(1), warnings]).toEqual([{ City: 'Dublin' }, [expect.objectContaining({ code: 'omitted-invalid' })]]);
    expect((await update([badEmail], { email: 'x@y.zz' })).warnings).toHaveLength(1);
  });
});

describe('an archived contact\'s lead', () => {
  const remove = async (answers: readonly VendorAnswer[]) => {
    const { client, http } = clientOf(answers);
    await outbound.remove!(client, leadId(2), facts());
    return http.calls;
  };
  const look = `GET /sobjects/Lead/${leadId(2)}?fields=Id,IsConverted`;

  it('is deleted', async () => expect(await remove([json(200, { Id: leadId(2), IsConverted: false }), done])).toEqual([look, `DELETE /sobjects/Lead/${leadId(2)}`]));

  it('is left where it is converted', async () => {
    await expect(remove([json(200, { Id: leadId(2), IsConverted: true })])).rejects.toMatchObject({ name: 'Gone', reason: 'converted' });
  });

  it.each([[[refused(404, 'ENTITY_IS_DELETED')]], [unknown]])('that is gone already is told', async (answers) => expect(remove(answers)).rejects.toMatchObject({ name: 'Gone', reason: 'deleted' }));

  it('that goes in between is done', async () => {
    expect(await remove([json(200, { Id: leadId(2), IsConverted: false }), refused(404, 'ENTITY_IS_DELETED')])).toHaveLength(2);
  });
});
