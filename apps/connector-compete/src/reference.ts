import type { Settings } from '@intouch/connector-kit';
import type { CompeteClient } from './client.js';

/** What a company's prospect form asks for; differs by company and is read from it (vendors/compete.md, 3.3). */
export interface ProspectForm {
  /** Membership type that makes a customer a lead; null: neither found nor set. */
  readonly prospectTypeId: number | null;
  readonly prospectTypeName: string;
  /** Fields that must have a value, by `FieldName`. */
  readonly required: readonly string[];
  /** Stated lengths by `FieldName`; what is not stated keeps our own limit. */
  readonly lengths: Readonly<Record<string, number>>;
  /** Fields whose values are numbers, by `FieldName`. */
  readonly numeric: readonly string[];
}

export async function readProspectForm(client: CompeteClient, settings: Settings): Promise<ProspectForm> {
  const fields = await client.prospectFields();
  const types = fields.find(({ FieldName }) => FieldName === 'CategoryID')?.Values ?? [];
  const chosen = settings['prospectMembershipTypeId'];
  const named = types.find(({ Value }) => Value.trim().toLowerCase() === 'prospect');
  const prospectTypeId = typeof chosen === 'number' ? chosen : (named?.Id ?? null);
  return {
    prospectTypeId,
    prospectTypeName: types.find(({ Id }) => Id === prospectTypeId)?.Value ?? 'Prospect',
    required: fields.filter(({ Required }) => Required).map(({ FieldName }) => FieldName),
    lengths: Object.fromEntries(fields.filter(({ MaximumLength }) => MaximumLength > 0).map(({ FieldName, MaximumLength }) => [FieldName, MaximumLength])),
    numeric: fields.filter(({ DataType }) => DataType === 'int').map(({ FieldName }) => FieldName),
  };
}
