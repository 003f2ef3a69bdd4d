export { crmUser, CrmDatabase, now, userId, type CrmLead, type CrmOptions, type Values } from './crm-database.js';
export { CrmServer } from './crm-server.js';
