import { inboundOptions, IntegrationOptions, type VendorDescribed } from '@intouch/contracts';
import { isCron } from '@intouch/service';
import type { FieldError } from '../../problem/problem.js';
import { isObject, tryRead } from '../../problem/read.js';

const switches = [...inboundOptions, 'archiveLead', 'primaryOnly'] as const;
const inboundOnly = ['autoMatchThroughTier', 'tiePolicy', 'birthDateVeto', 'contactMethod', 'leadSource'] as const;
const names: readonly string[] = ['createUpdateLead', ...switches, ...inboundOnly];

/** Absent options take the vendor's defaults; what the vendor does not offer is refused when it is switched on. */
export function readOptions(description: VendorDescribed, given: unknown): { readonly options: IntegrationOptions; readonly errors: readonly FieldError[] } {
  const { defaults } = description;
  if (given !== undefined && given !== null && !isObject(given)) {
    return { options: defaults, errors: [{ field: 'options', message: 'options must be an object' }] };
  }
  const wanted: Record<string, unknown> = given ?? {};
  const { value: options, errors } = tryRead(IntegrationOptions, { ...defaults, ...wanted }, 'options');
  const refused = Object.keys(wanted)
    .filter((name) => !names.includes(name))
    .map((name) => ({ field: `options.${name}`, message: `${name} is not the name of an option` }));
  const offered = [
    ...switches
      .filter((name) => options[name] === true && !description.switches.includes(name))
      .map((name) => ({ field: `options.${name}`, message: `${name} is not offered by ${description.title}` })),
    ...(options.createUpdateLead === false && description.alwaysSends
      ? [{ field: 'options.createUpdateLead', message: `createUpdateLead is always on at ${description.title}; pause the integration instead` }]
      : []),
    // Equal to the default is let through, so that what GET answers can be put again.
    ...inboundOnly
      .filter((name) => !description.inbound && wanted[name] !== undefined && wanted[name] !== defaults[name])
      .map((name) => ({ field: `options.${name}`, message: `${name} has no meaning: nothing comes in from ${description.title}` })),
  ];
  return { options, errors: [...errors, ...refused, ...offered] };
}

/** Absent takes the vendor's default; null schedules nothing. */
export function readSchedule({ schedule, title }: VendorDescribed, given: unknown): { readonly schedule: string | null; readonly errors: readonly FieldError[] } {
  const answer = (message: string): { schedule: null; errors: FieldError[] } => ({ schedule: null, errors: [{ field: 'schedule', message }] });
  if (!schedule.accepted) return given === undefined || given === null ? { schedule: null, errors: [] } : answer(`${title} has no schedule`);
  if (given === undefined) return { schedule: schedule.default ?? null, errors: [] };
  if (given === null) return { schedule: null, errors: [] };
  if (typeof given !== 'string') return answer('schedule must be a text: cron, five fields');
  const wrong = isCron(given);
  return wrong === null ? { schedule: given, errors: [] } : answer(`schedule ${wrong}`);
}

export function anyInbound(options: IntegrationOptions): boolean {
  return inboundOptions.some((name) => options[name]);
}
