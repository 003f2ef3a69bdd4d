import { describe, expect, it } from '@jest/globals';
import type { SettingDescription } from '@intouch/contracts';
import { competeDescription as compete } from '../../testing/compete-description.js';
import { readSettings } from './settings-rules.js';

const setting: SettingDescription = { name: 'assignmentRules', kind: 'assignment-rules', description: '', secret: false, required: false, default: [] };
const read = (assignmentRules: unknown) =>
  readSettings({ ...compete, settings: [setting] }, { settings: { assignmentRules }, credentials: {} }, {}, { allowInsecure: false, inbound: false });
const tour = { name: 'Toured this year', when: [{ attribute: 'action.tour', op: 'gte', value: '2026-01-01', not: false }, { attribute: 'form.goal', op: 'in', value: ['Strength ', 2, true] }], assignTo: 'asilva@myclub.com' };

describe('assignment rules', () => {
  it('are kept as they were given, and what was answered can be put again', () => {
    expect(read([tour])).toEqual({ settings: { assignmentRules: [tour] }, credentials: {}, errors: [] });
    const { settings } = read([{ ...tour, name: ' Toured this year', assignTo: 'asilva@myclub.com ' }]);
    expect(settings).toEqual({ assignmentRules: [tour] });
    expect(read(settings['assignmentRules']).settings).toEqual(settings);
    for (const nothing of [undefined, null, []]) expect(read(nothing)).toEqual({ settings: { assignmentRules: [] }, credentials: {}, errors: [] });
  });

  it('are told every bad element by its place and the name of its rule', () => {
    expect(read({}).errors).toEqual([{ field: 'settings.assignmentRules', message: 'assignmentRules: the rules must be a list' }]);
    const { errors } = read([tour, null, { ...tour, name: 'Goal', owner: 1, when: [{ attribute: 'form.goal', op: 'matches', value: '(a)+' }, { attribute: 'form.goal', op: 'in', value: ['a', null] }] }]);
    expect(errors).toEqual([
      { field: 'settings.assignmentRules[1]', message: 'a rule must be an object' },
      { field: 'settings.assignmentRules[2].when[0].value', message: 'rule "Goal": value may not repeat a group: * + ? or {n} right after )' },
      { field: 'settings.assignmentRules[2].when[1].value[1]', message: 'rule "Goal": each value must be a text, a number, true or false' },
      { field: 'settings.assignmentRules[2].owner', message: 'rule "Goal": owner is not known; a rule has name, when, assignTo' },
    ]);
  });
});
