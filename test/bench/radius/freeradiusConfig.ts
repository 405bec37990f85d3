/** Where Debian's packages put things. */
export const freeradius = {
  program: '/usr/sbin/freeradius',
  modules: '/usr/lib/freeradius',
  sql: '/etc/freeradius/3.0/mods-config/sql/main/postgresql',
} as const;

export interface FreeradiusSetUp {
  readonly directory: string;
  readonly authenticationPort: number;
  readonly accountingPort: number;
  readonly secret: string;
  /** files: users in memory, accounting acknowledged and dropped · sql: both in PostgreSQL. */
  readonly backend: { readonly kind: 'files' } | { readonly kind: 'sql'; readonly url: URL };
}

/**
 * radiusd.conf of a FreeRADIUS 3.2 that does what is measured and nothing else: no EAP, no logs of requests, no proxy,
 * a thread for each request that can be under way.
 */
export function freeradiusConfig({ directory, backend, ...ports }: FreeradiusSetUp): string {
  const authorize = backend.kind === 'sql' ? 'sql' : 'files';
  return `
prefix = /usr
libdir = ${freeradius.modules}
raddbdir = ${directory}
run_dir = ${directory}
logdir = ${directory}
db_dir = ${directory}
name = freeradius
max_request_time = 30
cleanup_delay = 5
max_requests = 65536
hostname_lookups = no
log {
  destination = files
  file = ${directory}/radius.log
  auth = no
}
security {
  max_attributes = 200
  reject_delay = 0
  status_server = yes
}
proxy_requests = no
client bench {
  ipaddr = 127.0.0.1
  secret = ${ports.secret}
}
thread pool {
  start_servers = 16
  max_servers = 32
  min_spare_servers = 3
  max_spare_servers = 32
  max_requests_per_server = 0
  auto_limit_acct = no
}
modules {
  expr {
  }
  pap {
  }
  chap {
  }
  mschap {
  }
  preprocess {
    huntgroups = ${directory}/nothing
    hints = ${directory}/nothing
  }
  files {
    usersfile = ${directory}/users
  }
  always ok {
    rcode = ok
  }
${backend.kind === 'sql' ? sqlModule(backend.url) : ''}
}
policy {
  acct_unique {
    update request {
      &Acct-Unique-Session-Id := "%{md5:%{User-Name},%{Acct-Session-ID},%{NAS-IP-Address},%{NAS-Identifier},%{NAS-Port-ID},%{NAS-Port}}"
    }
  }
}
server default {
  listen {
    type = auth
    ipaddr = 127.0.0.1
    port = ${ports.authenticationPort}
  }
  listen {
    type = acct
    ipaddr = 127.0.0.1
    port = ${ports.accountingPort}
  }
  authorize {
    preprocess
    chap
    mschap
    ${authorize}
    pap
  }
  authenticate {
    Auth-Type PAP {
      pap
    }
    Auth-Type CHAP {
      chap
    }
    Auth-Type MS-CHAP {
      mschap
    }
  }
  preacct {
    preprocess
    acct_unique
  }
  accounting {
    ${backend.kind === 'sql' ? 'sql' : 'ok'}
  }
}
`;
}

/** As it comes with the package, with its own queries and connections for all threads. */
function sqlModule(url: URL): string {
  const server = `host=${url.hostname} port=${url.port} dbname=${url.pathname.slice(1)} user=${url.username} password=${url.password}`;
  return `
  sql {
    dialect = "postgresql"
    driver = "rlm_sql_postgresql"
    radius_db = "${server}"
    acct_table1 = "radacct"
    acct_table2 = "radacct"
    postauth_table = "radpostauth"
    authcheck_table = "radcheck"
    groupcheck_table = "radgroupcheck"
    authreply_table = "radreply"
    groupreply_table = "radgroupreply"
    usergroup_table = "radusergroup"
    client_table = "nas"
    group_attribute = "SQL-Group"
    read_groups = yes
    delete_stale_sessions = yes
    pool {
      start = 16
      min = 3
      max = 32
      spare = 32
      uses = 0
      lifetime = 0
      idle_timeout = 60
    }
    $INCLUDE ${freeradius.sql}/queries.conf
  }`;
}
