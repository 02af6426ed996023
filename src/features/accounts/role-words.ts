import type { Role } from './api.ts'

/** What each role is called. */
export const roleWords = {
  zh: {
    office: '巡察办',
    leader: '领导小组',
    inspector: '验收、巡察人员',
    discipline: '纪检机关',
    personnel: '组织部门',
    secretary: '党组织书记',
    clerk: '整改联络员',
    viewer: '查看人员',
    secrecy: '保密审查员',
    registrar: '诉求登记人',
    system_admin: '系统管理员',
    security_admin: '安全管理员',
    audit_admin: '审计管理员',
  },
  en: {
    office: 'Inspection office',
    leader: 'Leading group',
    inspector: 'Inspector',
    discipline: 'Discipline body',
    personnel: 'Organisation department',
    secretary: 'Secretary',
    clerk: 'Clerk',
    viewer: 'Viewer',
    secrecy: 'Secrecy reviewer',
    registrar: 'Appeals registrar',
    system_admin: 'System administrator',
    security_admin: 'Security administrator',
    audit_admin: 'Audit administrator',
  },
} satisfies Record<'zh' | 'en', Record<Role, string>>
