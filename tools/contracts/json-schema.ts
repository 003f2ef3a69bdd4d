import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { IS_DEFINED, IS_OPTIONAL, IS_TIMEZONE, ValidationTypes } from 'class-validator';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import type { Topic } from '@intouch/contracts';

/** JSON Schema, draft 7: the one that AsyncAPI takes as it is. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly $ref?: string;
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
  readonly [keyword: string]: unknown;
}

type PayloadClass = new () => object;

/** The schemas of payload classes and of all they hold, by class name. `#/definitions/` or the like goes before a name in a reference. */
export function classSchemas(roots: readonly PayloadClass[], referencePrefix: string): Map<string, JsonSchema> {
  const schemas = new Map<string, JsonSchema>();
  const waiting = [...roots];
  for (let payload = waiting.pop(); payload; payload = waiting.pop()) {
    if (schemas.has(payload.name)) continue;
    schemas.set(payload.name, classSchema(payload, referencePrefix, (held) => waiting.push(held)));
  }
  return schemas;
}

/** One topic's payload, complete in itself: what is committed as `<topic>.schema.json`. */
export function payloadSchema({ name, payload, keyedBy }: Topic): JsonSchema {
  const schemas = classSchemas([payload], '#/definitions/');
  const root = schemas.get(payload.name)!;
  schemas.delete(payload.name);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: `urn:intouch:${name}`,
    title: payload.name,
    'x-key': keyedBy,
    ...root,
    ...(schemas.size > 0 ? { definitions: Object.fromEntries([...schemas].sort(([a], [b]) => (a < b ? -1 : 1))) } : {}),
  };
}

function classSchema(payload: PayloadClass, referencePrefix: string, onHeld: (held: PayloadClass) => void): JsonSchema {
  const { properties = {}, required = [] } = targetConstructorToSchema(payload, {
    additionalConverters: {
      isInstant: { type: 'string', format: 'date-time' },
      isCalendarDate: { type: 'string', format: 'date' },
      isAttributes: { type: 'object' },
      isTextMap: { type: 'object', additionalProperties: { type: ['string', 'null'] as never, maxLength: 500 } },
      // The empty text passes too (`ValidateIf` beside it), which a format could not say.
      isEmail: { type: 'string' },
      [IS_TIMEZONE]: { type: 'string' },
      [IS_DEFINED]: {},
      // `Maybe` allows null, `MaybeAbsent` and `ValidateIf` do not.
      [ValidationTypes.CONDITIONAL_VALIDATION]: ({ name }) => (name === IS_OPTIONAL ? { nullable: true } : {}),
      [ValidationTypes.NESTED_VALIDATION]: ({ target, propertyName }) => {
        const held = defaultMetadataStorage.findTypeMetadata(target as PayloadClass, propertyName)?.typeFunction() as PayloadClass | undefined;
        if (!held) throw new Error(`${payload.name}.${propertyName} is nested and has no @Type`);
        onHeld(held);
        return { $ref: `${referencePrefix}${held.name}` };
      },
    },
  }) as JsonSchema;

  // A reader fills in what the class has a default for.
  const defaults = Object.entries(new payload()).filter(([, value]) => value !== undefined);
  const withDefaults = new Map(defaults);
  return {
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => [
        name,
        { ...nullsAllowed(schema), ...(withDefaults.has(name) ? { default: withDefaults.get(name) } : {}) },
      ]),
    ),
    required: required.filter((name) => !withDefaults.has(name)),
  };
}

function nullsAllowed({ nullable, ...schema }: JsonSchema): JsonSchema {
  // Draft 7 ignores what stands beside a reference.
  const bare: JsonSchema = schema.$ref ? { $ref: schema.$ref } : schema;
  if (!nullable || Object.keys(bare).length === 0) return bare;
  if (bare.$ref) return { anyOf: [bare, { type: 'null' }] };
  return {
    ...bare,
    type: [...(typeof bare.type === 'string' ? [bare.type] : (bare.type ?? [])), 'null'],
    ...(bare.enum ? { enum: [...bare.enum, null] } : {}),
  };
}
