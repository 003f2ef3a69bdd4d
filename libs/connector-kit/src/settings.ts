import type { SettingDescription } from '@intouch/contracts';

type Row = Partial<SettingDescription> & Pick<SettingDescription, 'name' | 'kind' | 'description'>;

/** One row of a vendor's settings; what is not said is not so. */
export function setting(row: Row): SettingDescription {
  return { secret: false, required: false, default: null, ...row };
}

/** An absolute address without a final slash; plain `http` only where the deployment allows insecure vendors. */
export function address(row: Omit<Row, 'kind'>): SettingDescription {
  return setting({
    pattern: 'https?://[^\\s/?#]+(/[^\\s/?#]+)*', patternWords: 'an absolute http or https address without a final /', insecure: ['http://'], max: 500, ...row, kind: 'text',
  });
}

/** Settings that the kit itself reads, the same for every vendor. */
export const timeoutMs = setting({ name: 'timeoutMs', kind: 'integer', description: 'Deadline of one call, milliseconds', default: 15_000, min: 1_000, max: 120_000 });
export const reconcileDelayMs = setting({
  name: 'reconcileDelayMs', kind: 'integer', description: 'Wait between the looks for a create whose answer was lost, milliseconds', default: 30_000, min: 0, max: 600_000,
});
