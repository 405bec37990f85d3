import { Route, Router } from '@solidjs/router';
import { lazy, type Component, type JSX } from 'solid-js';
import { HomeScreen } from './home/HomeScreen.tsx';
import { Frame } from './shell/Frame.tsx';
import { MissingScreen } from './shell/MissingScreen.tsx';

/** A screen is loaded when somebody first goes there. */
function screen<Name extends string>(name: Name, load: () => Promise<Record<Name, Component>>): Component {
  return lazy(async () => ({ default: (await load())[name] }));
}

/** The list of screens; what is on the rail and in the palette is in shell/places.ts. */
const screens: Readonly<Record<string, Component>> = {
  '/account': screen('ProfileScreen', () => import('./account/ProfileScreen.tsx')),
  '/account/security': screen('SecurityScreen', () => import('./account/SecurityScreen.tsx')),
  '/account/sessions': screen('SessionsScreen', () => import('./account/SessionsScreen.tsx')),
  '/account/preferences': screen('PreferencesScreen', () => import('./account/PreferencesScreen.tsx')),
  '/alarms': screen('AlarmListScreen', () => import('./alarm/AlarmListScreen.tsx')),
  '/alarms/history': screen('AlarmHistoryScreen', () => import('./alarm/AlarmHistoryScreen.tsx')),
  '/approvals': screen('ApprovalScreen', () => import('./approval/ApprovalScreen.tsx')),
  '/approvals/mine': screen('ApprovalScreen', () => import('./approval/ApprovalScreen.tsx')),
  '/approvals/history': screen('ApprovalHistoryScreen', () => import('./approval/ApprovalHistoryScreen.tsx')),
  '/reports/given': screen('GivenScreen', () => import('./approval/GivenScreen.tsx')),
  '/audit': screen('AuditScreen', () => import('./audit/AuditScreen.tsx')),
  '/branches': screen('BranchScreen', () => import('./branch/BranchScreen.tsx')),
  '/bulk': screen('BulkListScreen', () => import('./bulk/BulkListScreen.tsx')),
  '/bulk/:id': screen('BulkJobScreen', () => import('./bulk/BulkJobScreen.tsx')),
  '/company': screen('CompanyScreen', () => import('./company/CompanyScreen.tsx')),
  '/company/brake': screen('BrakeScreen', () => import('./bulk/BrakeScreen.tsx')),
  '/company/usernames': screen('UsernameRulesScreen', () => import('./subscription/UsernameRulesScreen.tsx')),
  '/customers': screen('CustomerListScreen', () => import('./customer/CustomerListScreen.tsx')),
  '/customers/:id': screen('CustomerScreen', () => import('./customer/CustomerScreen.tsx')),
  '/gallery': screen('GalleryScreen', () => import('./gallery/GalleryScreen.tsx')),
  '/ip-pools': screen('PoolListScreen', () => import('./ipPool/PoolListScreen.tsx')),
  '/inspector': screen('SupervisionScreen', () => import('./inspector/SupervisionScreen.tsx')),
  '/inspector/set-aside': screen('SetAsideScreen', () => import('./inspector/SetAsideScreen.tsx')),
  '/inspector/actor/:tenant/:kind/:id': screen('ActorScreen', () => import('./inspector/ActorScreen.tsx')),
  '/n/:id': screen('NoticeOpened', () => import('./onCall/NoticeOpened.tsx')),
  '/on-call': screen('OnCallScreen', () => import('./onCall/OnCallScreen.tsx')),
  '/on-call/escalation': screen('EscalationScreen', () => import('./onCall/EscalationScreen.tsx')),
  '/on-call/me': screen('MyNoticesScreen', () => import('./onCall/MyNoticesScreen.tsx')),
  '/on-call/notices': screen('NoticeScreen', () => import('./onCall/NoticeScreen.tsx')),
  '/on-call/ways': screen('WaysScreen', () => import('./onCall/WaysScreen.tsx')),
  '/maintenance': screen('MaintenanceListScreen', () => import('./maintenance/MaintenanceListScreen.tsx')),
  '/maintenance/new': screen('MaintenanceListScreen', () => import('./maintenance/MaintenanceListScreen.tsx')),
  '/maintenance/past': screen('MaintenanceListScreen', () => import('./maintenance/MaintenanceListScreen.tsx')),
  '/maintenance/:id': screen('MaintenanceScreen', () => import('./maintenance/MaintenanceScreen.tsx')),
  '/packages': screen('PackageListScreen', () => import('./package/PackageListScreen.tsx')),
  '/roles': screen('RoleScreen', () => import('./role/RoleScreen.tsx')),
  '/roles/:id': screen('RoleScreen', () => import('./role/RoleScreen.tsx')),
  '/map': screen('NasMapScreen', () => import('./nas/NasMapScreen.tsx')),
  '/radius': screen('RadiusScreen', () => import('./radius/RadiusScreen.tsx')),
  '/routers': screen('NasListScreen', () => import('./nas/NasListScreen.tsx')),
  '/routers/:id': screen('NasScreen', () => import('./nas/NasScreen.tsx')),
  '/subscriptions': screen('SubscriptionListScreen', () => import('./subscription/SubscriptionListScreen.tsx')),
  '/subscriptions/new': screen('SubscriptionListScreen', () => import('./subscription/SubscriptionListScreen.tsx')),
  '/subscriptions/expiring': screen('ExpiringScreen', () => import('./subscription/ExpiringScreen.tsx')),
  '/troubleshooting': screen('TroubleshootingScreen', () => import('./troubleshooting/TroubleshootingScreen.tsx')),
  '/subscriptions/:id': screen('SubscriptionScreen', () => import('./subscription/SubscriptionScreen.tsx')),
  '/sessions': screen('SessionListScreen', () => import('./session/SessionListScreen.tsx')),
  '/sessions/address': screen('AddressScreen', () => import('./session/AddressScreen.tsx')),
  '/sessions/usage': screen('UsageScreen', () => import('./session/UsageScreen.tsx')),
  '/sessions/:id': screen('SessionScreen', () => import('./session/SessionScreen.tsx')),
  '/tokens': screen('TokenScreen', () => import('./token/TokenScreen.tsx')),
  '/vouchers': screen('VoucherBatchListScreen', () => import('./voucher/VoucherBatchListScreen.tsx')),
  '/vouchers/hotspot': screen('HotspotScreen', () => import('./voucher/HotspotScreen.tsx')),
  '/vouchers/report': screen('VoucherReportScreen', () => import('./voucher/VoucherReportScreen.tsx')),
  '/vouchers/:id': screen('VoucherBatchScreen', () => import('./voucher/VoucherBatchScreen.tsx')),
  '/users': screen('UserScreen', () => import('./user/UserScreen.tsx')),
  '/users/invitations': screen('InvitationScreen', () => import('./user/InvitationScreen.tsx')),
};

export function ConsoleRoutes(): JSX.Element {
  return (
    <Router root={Frame}>
      <Route path="/" component={HomeScreen} />
      {Object.entries(screens).map(([path, component]) => (
        <Route path={path} component={component} />
      ))}
      <Route path="*" component={MissingScreen} />
    </Router>
  );
}
