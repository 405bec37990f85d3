/** How many subscribers of the demonstration are behind one of the lab's routers. */
export interface DemoRouter {
  readonly tenantSlug: string;
  readonly branchName: string;
  readonly routerName: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly pppoe: number;
  readonly hotspot: number;
}

const at = (
  tenantSlug: string,
  branchName: string,
  routerName: string,
  [latitude, longitude]: readonly [number, number],
  [pppoe, hotspot]: readonly [number, number],
): DemoRouter => ({ tenantSlug, branchName, routerName, latitude, longitude, pppoe, hotspot });

export const demoRouters: readonly DemoRouter[] = [
  at('savanna-fibre', 'Westlands', 'NAS-WESTLANDS-1', [-1.2648, 36.8021], [60, 0]),
  at('savanna-fibre', 'Westlands', 'NAS-PARKLANDS', [-1.2609, 36.8185], [30, 8]),
  at('savanna-fibre', 'Kilimani', 'NAS-KILIMANI', [-1.2921, 36.7856], [40, 6]),
  at('savanna-fibre', 'Kilimani', 'NAS-NGONG-ROAD', [-1.3003, 36.7679], [12, 10]),
  at('savanna-fibre', 'Mombasa Nyali', 'NAS-NYALI', [-4.0326, 39.7047], [35, 16]),
  at('savanna-fibre', 'Mombasa Nyali', 'NAS-BAMBURI', [-3.9999, 39.7214], [8, 4]),
  at('savanna-fibre', 'Kisumu', 'NAS-KISUMU', [-0.1022, 34.7617], [24, 8]),
  at('padma-net', 'Mirpur', 'NAS-MIRPUR-10', [23.8069, 90.3687], [60, 0]),
  at('padma-net', 'Mirpur', 'NAS-MIRPUR-DOHS', [23.8364, 90.3695], [30, 0]),
  at('padma-net', 'Uttara', 'NAS-UTTARA-4', [23.8636, 90.4005], [45, 0]),
  at('padma-net', 'Uttara', 'NAS-UTTARA-12', [23.8735, 90.3834], [8, 3]),
  at('padma-net', 'Chattogram Agrabad', 'NAS-AGRABAD', [22.3246, 91.8117], [16, 6]),
];
