import { beforeEach, describe, expect, it } from '@jest/globals';
import { competeCalls, error, frozenAt } from '../../testing/compete-calls.js';
import { playSandbox } from '../../testing/played-sandbox.js';

describe('updatePersonalInformation', () => {
  const played = playSandbox();
  const { script } = played;
  const { change, record } = competeCalls(played);

  beforeEach(() => script('POST', '/reset', { now: frozenAt }));

  const approved = (auto: number | null, pending: number | null) => ({
    status: 200,
    body: { Status: 200, Message: null, Result: { AutoApprovedConfirmationNumber: auto, PendingConfirmationNumber: pending, ErrorMessages: 'None' } },
  });

  it('changes what is named, clears with an empty text', async () => {
    expect(await change(1002, { MobilePhone: '6142009009', City: 'Dublin', Address1: '', LastName: 'Doe', DateOfBirth: '1990-04-02' })).toMatchObject(approved(9001, null));
    const mary = await record(1002);
    expect(mary).toMatchObject({ CellPhone: '6142009009', City: 'Dublin', DisplayName: 'Mary Doe', DateOfBirth: '1990-04-02T00:00:00', modifiedAt: '2024-07-08T17:00:00.000Z' });
    expect(mary).not.toHaveProperty('Address1');
  });

  it.each([
    [{ FirstName: '' }, "FirstName '' is invalid"],
    [{ Shoe: '44' }, "FieldName 'Shoe' is invalid"],
    [{ ZipCode: '12345678901' }, "ZipCode '12345678901' is invalid"],
    [{ BarcodeId: '499001' }, "BarcodeId '499001' is invalid"],
  ])('refuses %j', async (details, message) => {
    expect(await change(1002, { City: 'Dublin', ...details })).toMatchObject(error(400, message));
    expect((await record(1002)).City).toBe('Columbus');
  });

  it('answers 500 for an unknown customer', async () => {
    expect(await change(4711, { City: 'Dublin' })).toMatchObject(error(500, 'An error has occurred.'));
  });

  it('waits for the staff where the club has it so; approving does it, rejecting does not', async () => {
    await script('PUT', '/records/clubs/1', { changeApproval: 'pending' });
    expect(await change(1002, { City: 'Dublin' })).toMatchObject(approved(null, 9001));
    expect(await change(1002, { City: 'Cork' })).toMatchObject(approved(null, 9002));
    expect((await record(1002)).City).toBe('Columbus');
    expect(await script('POST', '/actions/approve-change', { confirmationNumber: 9001 })).toMatchObject({ status: 200, body: { customerId: 1002 } });
    expect(await script('POST', '/actions/reject-change', { confirmationNumber: 9002 })).toMatchObject({ status: 200, body: { customerId: 1002 } });
    expect((await record(1002)).City).toBe('Dublin');
    expect((await script('POST', '/actions/approve-change', { confirmationNumber: 9001 })).status).toBe(404);
    expect((await script('POST', '/actions/approve-change', {})).status).toBe(400);
  });

  it('splits and holds back under the hazards', async () => {
    await script('POST', '/hazards', { name: 'change-partial' });
    expect(await change(1002, { City: 'Dublin', State: 'PA' })).toMatchObject(approved(9001, 9002));
    expect(await record(1002)).toMatchObject({ City: 'Dublin', State: 'OH' });
    await script('POST', '/hazards', { name: 'change-pending' });
    expect(await change(1002, { City: 'Cork' })).toMatchObject(approved(null, 9003));
  });
});
