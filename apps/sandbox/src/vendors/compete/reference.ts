import type { Caller } from './access.js';
import type { CompeteState } from './state.js';
import { failure, result, type Outcome } from './wire.js';

/** `GET club/getactiveclubs` */
export function getActiveClubs(state: CompeteState): Outcome {
  const active = [...state.clubs.values()].filter((club) => club.active !== false);
  return result(active.map(({ Id, Name }) => ({ Id, Name: Name ?? null })));
}

const employeeKeys = [
  'FirstName', 'LastName', 'MiddleInitial', 'PreferredName', 'Username', 'Email', 'HomePhone', 'MobilePhone', 'Address1',
  'Address2', 'City', 'State', 'PostalCode',
];

/** `GET employee/getemployees?ActiveOnly=true`; nobody is a 404. */
export function getEmployees(state: CompeteState, query: URLSearchParams): Outcome {
  const activeOnly = query.get('ActiveOnly')?.toLowerCase() === 'true';
  const found = [...state.employees.values()].filter((employee) => !activeOnly || employee.IsActive === true);
  if (found.length === 0) return failure(404, 'No employee record(s) found');
  return result(
    found.map((employee) => ({
      Id: employee.Id,
      IsActive: employee.IsActive ?? null,
      ...Object.fromEntries(employeeKeys.map((key) => [key, employee[key] ?? null])),
    })),
  );
}

/** FieldName to description and data type. */
const prospectFields: Readonly<Record<string, readonly [string, 'string' | 'int' | 'datetime']>> = {
  FirstName: ['First Name', 'string'],
  LastName: ['Last Name', 'string'],
  MiddleInitial: ['Middle Initial', 'string'],
  Address1: ['Address 1', 'string'],
  Address2: ['Address 2', 'string'],
  City: ['City', 'string'],
  State: ['State', 'string'],
  Zipcode: ['Zip Code', 'string'],
  HomePhone: ['Home Phone', 'string'],
  CellPhone: ['Cell Phone', 'string'],
  WorkPhone: ['Work Phone', 'string'],
  Email: ['Email', 'string'],
  DateOfBirth: ['Date of Birth', 'datetime'],
  Gender: ['Gender', 'string'],
  Title: ['Title', 'string'],
  Occupation: ['Occupation', 'string'],
  SourceID: ['Source', 'int'],
  CategoryID: ['Membership Type', 'int'],
  BarcodeID: ['Barcode', 'string'],
};

/** `GET prospect/getfieldsforprospectcreationbyemployee`: what the club of the call requires. */
export function getProspectFields(state: CompeteState, { club }: Caller): Outcome {
  const required = new Set(club.requiredFields);
  const listed: Readonly<Record<string, Iterable<{ Id: number; Value?: string }>>> = {
    SourceID: state.sources.values(),
    CategoryID: state.membershipTypes.values(),
  };
  const names = new Set([...Object.keys(prospectFields), ...required]);
  return result(
    [...names].map((name) => {
      const [description, dataType] = prospectFields[name] ?? [name, 'string'];
      return {
        FieldName: name,
        Description: description,
        DisplayValue: description,
        Required: required.has(name),
        ValueMustBeInDefinedList: name in listed,
        MaximumLength: 0,
        DataType: dataType,
        Values: [...(listed[name] ?? [])].map(({ Id, Value }) => ({ Id, Value: Value ?? null })),
      };
    }),
  );
}

/** `GET prospect/getnextprospectmemberid` */
export const getNextProspectMemberId = (state: CompeteState): Outcome =>
  result({ BarcodeId: state.cardNumbers.next(), Message: null });
