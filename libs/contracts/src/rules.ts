import { IsOptional, Matches, ValidateBy, ValidateIf, type ValidationOptions } from 'class-validator';

/** Validation rules that several subjects share. */

/** Ids chosen by InTouch: 1 to 36 characters of `[A-Za-z0-9._-]`. */
export const idPattern = /^[A-Za-z0-9._-]{1,36}$/;

export function IsInTouchId(options?: ValidationOptions): PropertyDecorator {
  return Matches(idPattern, { message: '$property must be 1 to 36 characters of A-Z a-z 0-9 . _ -', ...options });
}

/** Absent and null are both allowed; any other value must satisfy the rules beside this one. */
export function Maybe(): PropertyDecorator {
  return IsOptional();
}

/** Absent is allowed, null is not. */
export function MaybeAbsent(): PropertyDecorator {
  return ValidateIf((_object, value) => value !== undefined);
}

const instantShape = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

/** An RFC 3339 instant: date, time and offset, `2026-11-22T09:30:00Z`. */
export function isInstant(value: unknown): value is string {
  return typeof value === 'string' && instantShape.test(value) && isCalendarDate(value.slice(0, 10)) && !Number.isNaN(Date.parse(value));
}

/** A real calendar date, `YYYY-MM-DD`. */
export function isCalendarDate(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const parsed = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(value);
}

export function IsInstant(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isInstant',
      validator: { validate: isInstant, defaultMessage: () => '$property must be an RFC 3339 time such as 2026-11-22T09:30:00Z' },
    },
    options,
  );
}

export function IsCalendarDate(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isCalendarDate',
      validator: { validate: isCalendarDate, defaultMessage: () => '$property must be a real date, YYYY-MM-DD' },
    },
    options,
  );
}

function isMapOf(value: unknown, accepts: (entry: unknown) => boolean): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(accepts);
}

const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);

/** Forms and actions: each value is text, a number, a boolean or a list of them. */
export function IsAttributes(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isAttributes',
      validator: {
        validate: (value) => isMapOf(value, (entry) => entry === null || isScalar(entry) || (Array.isArray(entry) && entry.every(isScalar))),
        defaultMessage: () => '$property must be an object whose values are text, numbers, booleans or lists of them',
      },
    },
    options,
  );
}

export function IsTextMap(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isTextMap',
      validator: {
        validate: (value) => isMapOf(value, (entry) => entry === null || (typeof entry === 'string' && entry.length <= 500)),
        defaultMessage: () => '$property must be an object whose values are texts of at most 500 characters',
      },
    },
    options,
  );
}
