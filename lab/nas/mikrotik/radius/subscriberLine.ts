export const accessKinds = ['pppoe', 'hotspot', 'dhcp'] as const;
export type AccessKind = (typeof accessKinds)[number];

/** How the equipment proves itself; `mac`: a hotspot guest who is known by the address of the phone. */
export const loginMethods = ['pap', 'chap', 'mschap1', 'mschap2', 'mac'] as const;
export type LoginMethod = (typeof loginMethods)[number];

/**
 * stays: dials again whenever the session ends · wanders: comes and goes as people do · manual: dials only when told to
 */
export const lineBehaviours = ['stays', 'wanders', 'manual'] as const;
export type LineBehaviour = (typeof lineBehaviours)[number];

/** A customer's equipment at one router, that the router knows by RADIUS alone. */
export interface SubscriberLine {
  readonly username: string;
  readonly password: string;
  /** `D8:32:14:62:F2:56` */
  readonly mac: string;
  readonly access: AccessKind;
  /** Undefined: the strongest that the router offers. */
  readonly method?: LoginMethod | undefined;
  readonly behaviour: LineBehaviour;
  /** Moves nothing. */
  readonly isSilent?: boolean | undefined;
}

export const lineKey = ({ access, username, mac }: Pick<SubscriberLine, 'access' | 'username' | 'mac'>): string =>
  `${access} ${username} ${mac}`;
