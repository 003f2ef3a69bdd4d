import type { PicklistValue } from '../org.js';

/** A field as a describe shows it, https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_describe.htm. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly length: number;
  readonly nillable: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly defaultedOnCreate: boolean;
  readonly custom: boolean;
  readonly externalId: boolean;
  readonly unique: boolean;
  readonly caseSensitive: boolean;
  readonly restrictedPicklist: boolean;
  readonly picklistValues: readonly PicklistValue[];
}

const plain: Omit<Field, 'name' | 'label' | 'type' | 'length'> = {
  nillable: true, createable: true, updateable: true, defaultedOnCreate: false, custom: false,
  externalId: false, unique: false, caseSensitive: false, restrictedPicklist: false, picklistValues: [],
};

export const field = (name: string, label: string, type: string, length: number, more: Partial<Field> = {}): Field => ({ name, label, type, length, ...plain, ...more });

const required = { nillable: false };
const defaulted = { nillable: false, defaultedOnCreate: true };
const readOnly = { createable: false, updateable: false };
const system = { ...defaulted, ...readOnly };

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_lead.htm, what matters of it. */
export const standardFields: readonly Field[] = [
  field('Id', 'Lead ID', 'id', 18, system),
  field('IsDeleted', 'Deleted', 'boolean', 0, system),
  field('MasterRecordId', 'Master Record ID', 'reference', 18, readOnly),
  field('LastName', 'Last Name', 'string', 80, required),
  field('FirstName', 'First Name', 'string', 40),
  field('Salutation', 'Salutation', 'picklist', 40),
  field('Name', 'Full Name', 'string', 121, { ...readOnly, nillable: false }),
  field('Title', 'Title', 'string', 128),
  field('Company', 'Company', 'string', 255, required),
  field('Street', 'Street', 'textarea', 255),
  field('City', 'City', 'string', 40),
  field('State', 'State/Province', 'string', 80),
  field('PostalCode', 'Zip/Postal Code', 'string', 20),
  field('Country', 'Country', 'string', 80),
  field('Phone', 'Phone', 'phone', 40),
  field('MobilePhone', 'Mobile Phone', 'phone', 40),
  field('Fax', 'Fax', 'phone', 40),
  field('Email', 'Email', 'email', 80),
  field('Website', 'Website', 'url', 255),
  field('Description', 'Description', 'textarea', 32_000),
  field('LeadSource', 'Lead Source', 'picklist', 255),
  field('Status', 'Status', 'picklist', 255, defaulted),
  field('Industry', 'Industry', 'picklist', 255),
  field('Rating', 'Rating', 'picklist', 255),
  field('NumberOfEmployees', 'Employees', 'int', 0),
  field('OwnerId', 'Owner ID', 'reference', 18, defaulted),
  field('IsConverted', 'Converted', 'boolean', 0, system),
  field('CreatedDate', 'Created Date', 'datetime', 0, system),
  field('LastModifiedById', 'Last Modified By ID', 'reference', 18, system),
  field('SystemModstamp', 'System Modstamp', 'datetime', 0, system),
];

/** There only where state and country picklists are switched on. */
export const picklistAddress: readonly Field[] = [
  field('StateCode', 'State/Province Code', 'picklist', 10),
  field('CountryCode', 'Country Code', 'picklist', 10),
];
