import { isDate, startOfDay } from '../../scripting/local-date.js';
import type { Params } from '../../scripting/hazard-catalogue.js';
import type { CompeteState, Customer } from './state.js';
import { bare, customerRow, invalid, memberObject, noResults, nothingFound, result, type Look, type Outcome } from './wire.js';

type Changes = ReadonlyMap<string, Params>;

/** `GET member/getmember/{customerId}`: every status, prospects too. */
export function getMember(state: CompeteState, id: string, look: Look): Outcome {
  const customer = state.customers.get(id);
  return customer === undefined ? nothingFound : result(memberObject(customer, look));
}

/** `GET member/searchmembers?Email=`, `PhoneNumber=` or `Name=Last,First`. */
export function searchMembers(state: CompeteState, query: URLSearchParams, look: Look, changes: Changes): Outcome {
  const email = query.get('Email')?.trim().toLowerCase();
  const phone = digits(query.get('PhoneNumber'));
  const [last = '', first = ''] = (query.get('Name') ?? '').toLowerCase().split(',').map((part) => part.trim());
  const found = [...visible(state, changes)].filter(
    (customer) =>
      (!email || lower(customer['Email']) === email) &&
      (!phone || ['HomePhone', 'CellPhone', 'WorkPhone'].some((key) => digits(customer[key]) === phone)) &&
      lower(customer.LastName).startsWith(last) &&
      lower(customer.FirstName).startsWith(first),
  );
  const outcome = found.length === 0 ? nothingFound : result(found.map((customer) => ({ CustomerId: customer.Id, ...memberObject(customer, look) })));
  // Without a filter the vendor takes more than a minute.
  return email || phone || last || first ? outcome : { ...outcome, delayMs: 61_000 };
}

/** `GET member/getcustomers`: changed since a date, inclusive, in the club's zone; pages from 1. */
export function getCustomers(state: CompeteState, query: URLSearchParams, look: Look, changes: Changes): Outcome {
  const page = wholeNumber(query.get('Paging.Page'), 1);
  if (page === null) return invalid('Paging.Page', query.get('Paging.Page'));
  const askedSize = wholeNumber(query.get('Paging.PageSize'), 100);
  if (askedSize === null) return invalid('Paging.PageSize', query.get('Paging.PageSize'));
  const pageSize = Math.min(askedSize, 5000);
  const since = query.get('LastUpdateDate') || null;
  if (since !== null && !isDate(since)) return invalid('LastUpdateDate', since);

  const clubId = query.get('ClubId');
  const activeOnly = query.get('ActiveOnly')?.toLowerCase() === 'true';
  const wasChanged = changedSince(state, changes.has('filter-ignored') ? null : since, since !== null && changes.has('filter-misses'));
  const all: Customer[] = [];
  for (const customer of visible(state, changes)) {
    if (clubId && String(customer.HomeClubNumber) !== clubId) continue;
    if (activeOnly && lower(customer.Status) === 'terminate') continue;
    if (wasChanged(customer)) all.push(customer);
  }
  all.sort((a, b) => a.Id - b.Id);

  const drift = page > 1 ? changes.get('page-drift') : undefined;
  const shift = drift === undefined ? 0 : drift['mode'] === 'skip' ? 1 : -1;
  const from = (page - 1) * pageSize + shift;
  const rows = from - shift < all.length ? all.slice(from, from + pageSize) : [];
  if (rows.length === 0 && !changes.has('empty-is-200')) return noResults;
  const total = rows.length === 0 ? 0 : all.length - (drift === undefined ? 0 : 1);
  return bare({
    Customers: rows.map((customer) => customerRow(customer, look)),
    PagingInfo: { Page: page, PageSize: pageSize, TotalPages: Math.ceil(total / pageSize), TotalRecords: total },
  });
}

/** The filter on the date of the last change; `missesToday` is the hazard that leaves out what changed today. */
function changedSince(state: CompeteState, since: string | null, missesToday: boolean): (customer: Customer) => boolean {
  const bounds = new Map<number | undefined, { from: number; before: number }>();
  const boundsOf = (club: number | undefined) => {
    let known = bounds.get(club);
    if (known === undefined) {
      const zone = state.timeZone(club);
      known = {
        from: since === null ? Number.NEGATIVE_INFINITY : startOfDay(since, zone),
        before: missesToday ? startOfDay(state.today(club), zone) : Number.POSITIVE_INFINITY,
      };
      bounds.set(club, known);
    }
    return known;
  };
  if (since === null && !missesToday) return () => true;
  return (customer) => {
    const { from, before } = boundsOf(customer.HomeClubNumber);
    const modified = Date.parse(customer.modifiedAt);
    return modified >= from && modified < before;
  };
}

/** All customers but those the hazard `stale-read` hides. */
function* visible(state: CompeteState, changes: Changes): Iterable<Customer> {
  const hidden = changes.get('stale-read');
  const ms = hidden === undefined ? 0 : Number(hidden['ms']);
  for (const customer of state.customers.values()) {
    if (ms === 0 || !state.customers.isYoungerThan(String(customer.Id), ms)) yield customer;
  }
}

function wholeNumber(value: string | null, preset: number): number | null {
  if (value === null || value === '') return preset;
  const number = Number(value);
  return /^\d+$/.test(value) && number >= 1 ? number : null;
}

const digits = (value: unknown) => (value === null || value === undefined ? '' : String(value).replace(/\D/g, ''));
const lower = (value: unknown) => (value === null || value === undefined ? '' : String(value).toLowerCase());
