import type { Assignees, Finding, Settings, VendorLookup } from '../define-connector.js';

/** Exactly one active user of this e-mail address (any case) or id. */
export function resolveAssignee(users: readonly VendorLookup[], assignTo: string, { userId = (given: string) => given }: Omit<Assignees, 'title'>): VendorLookup | null {
  const wanted = userId(assignTo.trim()).toLowerCase();
  const found = users.filter(({ vendorId, email, active }) => active !== false && (vendorId.toLowerCase() === wanted || email?.trim().toLowerCase() === wanted));
  return found.length === 1 ? found[0]! : null;
}

/** `by`: the rule, or the setting, that names whom nobody can assign to. */
export function unlinkedAssignee(assignTo: string, by: string, title: string): Finding {
  return { code: 'assignee-unlinked', detail: `${by} names ${assignTo}, who is not exactly one active user at ${title}.`, howToFix: `Correct ${by}, or the user at ${title}.` };
}

/** For `check`: everybody whom `assignmentRules` and `fallbackOwner` name and the vendor's list of users does not hold exactly once, active. */
export function unlinkedAssignees({ assignmentRules, fallbackOwner }: Settings, users: readonly VendorLookup[], assignees: Assignees): readonly Finding[] {
  const rules = (assignmentRules ?? []) as readonly { readonly name: string; readonly assignTo: string }[];
  const named = [...rules.map(({ name, assignTo }) => ({ by: ruleNamed(name), assignTo })), ...(typeof fallbackOwner === 'string' && fallbackOwner.trim() !== '' ? [{ by: 'fallbackOwner', assignTo: fallbackOwner }] : [])];
  return named.filter(({ assignTo }) => resolveAssignee(users, assignTo, assignees) === null).map(({ assignTo, by }) => unlinkedAssignee(assignTo, by, assignees.title));
}

export function ruleNamed(name: string): string {
  return `rule "${name}"`;
}
