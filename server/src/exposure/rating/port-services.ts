import type { PortClass } from './rating.ts'

/** A service that is known by the port that it listens on, by the name of a port, or by its image. */
export interface PortService {
  /** Its proper name. */
  readonly name: string
  readonly portClass: Exclude<PortClass, 'other'>
  /** Numbers by which it is known whatever else is. */
  readonly ports: readonly number[]
  /** Numbers that others use as well: they tell unless the port is named as one of the web. */
  readonly sharedPorts: readonly number[]
  /** Names of repositories, or last parts of them. */
  readonly images: readonly string[]
  /** Whether it asks who somebody is, as it comes; undefined where that varies. */
  readonly asks: boolean | undefined
}

type Line = readonly [name: string, ports: readonly number[], images: readonly string[], more?: More]
type More = { readonly shared?: readonly number[]; readonly asks?: boolean }

function services(portClass: PortService['portClass'], lines: readonly Line[]): PortService[] {
  return lines.map(([name, ports, images, { shared = [], asks } = {}]) => ({
    name,
    portClass,
    ports,
    sharedPorts: shared,
    images,
    asks,
  }))
}

/**
 * In the order in which they are looked at. Sources: IANA Service Name and Transport Protocol Port Number Registry; Kubernetes, "Ports and
 * Protocols"; default ports, and whether somebody is asked for a password, of the documentation of each project.
 */
export const PORT_SERVICES: readonly PortService[] = [
  ...services('administration', [
    ['SSH', [22], ['openssh-server', 'sshd'], { shared: [2222], asks: true }],
    ['Telnet', [23], []],
    ['Remote Desktop', [3389], ['xrdp'], { asks: true }],
    ['VNC', [5900, 5901], ['novnc']],
    ['WinRM', [5985, 5986], [], { asks: true }],
    ['Docker Engine', [2375], ['docker-socket-proxy'], { asks: false }],
    ['Docker Engine over TLS', [2376], []],
    ['kubelet', [10_250], ['kubelet']],
    ['the read-only kubelet', [10_255], [], { asks: false }],
    ['etcd', [2379, 2380], ['etcd']],
    ['kube-controller-manager', [10_257], ['kube-controller-manager'], { asks: true }],
    ['kube-scheduler', [10_259], ['kube-scheduler'], { asks: true }],
    ['the Kubernetes API server', [6443], ['kube-apiserver'], { asks: true }],
    ['Tiller', [44_134], ['tiller'], { asks: false }],
    [
      'Kubernetes Dashboard',
      [],
      ['kubernetes-dashboard', 'kubernetesui/dashboard', 'kubernetesui/dashboard-web', 'kubernetesui/dashboard-api'],
    ],
    ['Headlamp', [], ['headlamp'], { asks: true }],
    ['Argo CD', [], ['argocd'], { asks: true }],
    ['Argo Workflows', [2746], ['argocli']],
    ['Rancher', [], ['rancher'], { asks: true }],
    ['Portainer', [], ['portainer', 'portainer-ce', 'portainer-ee'], { asks: true }],
    ['Jenkins', [], ['jenkins'], { asks: true }],
    ['Vault', [8200, 8201], ['vault', 'openbao'], { asks: true }],
    ['Consul', [8500, 8501, 8300], ['consul'], { asks: false }],
    ['Nomad', [4646, 4647], ['nomad'], { asks: false }],
    ['Kibana', [5601], ['kibana', 'opensearch-dashboards']],
    ['the management of RabbitMQ', [15_672], [], { asks: true }],
    ['pgAdmin', [], ['pgadmin4'], { asks: true }],
    ['phpMyAdmin', [], ['phpmyadmin'], { asks: true }],
    ['Adminer', [], ['adminer'], { asks: true }],
    ['mongo-express', [], ['mongo-express']],
    ['Redis Commander', [], ['redis-commander'], { asks: false }],
    ['Kafka UI', [], ['kafka-ui', 'kafdrop', 'akhq'], { asks: false }],
    ['Weave Scope', [4040], ['weaveworks/scope'], { asks: false }],
    [
      'Jupyter',
      [],
      ['jupyter/notebook', 'jupyterhub', 'base-notebook', 'minimal-notebook', 'scipy-notebook', 'datascience-notebook'],
    ],
    ['Apache Airflow', [], ['airflow'], { asks: true }],
    ['a Java debugger', [5005], [], { asks: false }],
    ['the Node.js inspector', [9229], [], { asks: false }],
    ['Longhorn', [], ['longhorn-ui'], { asks: false }],
    ['SNMP', [161], []],
    ['IPMI', [623], []],
  ]),
  ...services('database', [
    [
      'PostgreSQL',
      [5432, 6432],
      ['postgres', 'postgresql', 'postgis', 'pgbouncer', 'pgvector', 'timescaledb', 'spilo-16', 'spilo-17'],
      { asks: true },
    ],
    [
      'MySQL',
      [3306, 33_060],
      ['mysql', 'mysql-server', 'mariadb', 'mariadb-galera', 'percona', 'percona-server'],
      { asks: true },
    ],
    ['Microsoft SQL Server', [1433], ['mssql/server', 'mssql-server'], { asks: true }],
    ['Oracle Database', [1521], ['oracle-xe', 'oracle-free'], { asks: true }],
    ['Db2', [50_000], ['db2'], { asks: true }],
    ['MongoDB', [27_017, 27_018, 27_019], ['mongo', 'mongodb', 'mongodb-community-server'], { asks: false }],
    [
      'Redis',
      [6379, 16_379, 26_379],
      ['redis', 'redis-stack', 'redis-cluster', 'redis-sentinel', 'valkey', 'keydb', 'dragonfly'],
      { asks: false },
    ],
    ['Memcached', [11_211], ['memcached'], { asks: false }],
    ['Elasticsearch', [9200, 9300], ['elasticsearch', 'elasticsearch-oss', 'opensearch']],
    ['Apache Cassandra', [9042, 9160], ['cassandra', 'scylla'], { shared: [7000, 7001], asks: false }],
    ['Apache CouchDB', [5984], ['couchdb'], { asks: true }],
    ['ClickHouse', [8123, 9009, 9440], ['clickhouse-server', 'clickhouse']],
    ['CockroachDB', [26_257], ['cockroach']],
    ['Neo4j', [7474, 7687], ['neo4j'], { asks: true }],
    ['InfluxDB', [8086], ['influxdb']],
    ['Apache Kafka', [9092, 9094], ['kafka', 'cp-kafka', 'redpanda'], { shared: [9093], asks: false }],
    ['RabbitMQ', [5671, 5672, 25_672], ['rabbitmq'], { asks: true }],
    ['NATS', [4222, 6222], ['nats', 'nats-server'], { asks: false }],
    ['Apache ZooKeeper', [2181, 2888, 3888], ['zookeeper'], { asks: false }],
    ['Apache Pulsar', [6650], ['pulsar']],
    ['MQTT', [1883, 8883], ['eclipse-mosquitto', 'emqx']],
    ['MinIO', [], ['minio'], { asks: true }],
    ['Milvus', [19_530], ['milvus'], { asks: false }],
    ['Qdrant', [6333, 6334], ['qdrant'], { asks: false }],
    ['LDAP', [389, 636], ['openldap']],
    ['SMB', [139, 445], ['samba']],
    ['NFS', [111, 2049], ['nfs-server']],
    ['rsync', [873], []],
    ['FTP', [20, 21], ['vsftpd', 'pure-ftpd']],
  ]),
  ...services('metrics', [
    ['Prometheus', [], ['prometheus'], { shared: [9090], asks: false }],
    ['Alertmanager', [], ['alertmanager'], { shared: [9093], asks: false }],
    ['Prometheus Node Exporter', [9100], ['node-exporter'], { asks: false }],
    ['Pushgateway', [9091], ['pushgateway'], { asks: false }],
    [
      'Jaeger',
      [16_686, 14_268, 14_250, 6831, 6832],
      ['jaeger', 'jaegertracing/all-in-one', 'jaeger-query', 'jaeger-collector'],
      { asks: false },
    ],
    ['Zipkin', [9411], ['zipkin'], { asks: false }],
    [
      'OpenTelemetry',
      [4317, 4318],
      ['opentelemetry-collector', 'opentelemetry-collector-contrib', 'otelcol'],
      { asks: false },
    ],
    ['Grafana', [], ['grafana', 'grafana-oss', 'grafana-enterprise'], { asks: true }],
    ['Loki', [3100], ['loki'], { asks: false }],
    ['VictoriaMetrics', [8428, 8429], ['victoria-metrics'], { asks: false }],
    ['cAdvisor', [], ['cadvisor'], { asks: false }],
    ['kube-proxy', [10_249, 10_256], ['kube-proxy'], { asks: false }],
    ['kube-state-metrics', [], ['kube-state-metrics'], { asks: false }],
    ['statsd', [8125], ['statsd', 'statsd-exporter'], { asks: false }],
  ]),
  ...services('web', [
    [
      'HTTP',
      [80],
      ['nginx', 'nginx-unprivileged', 'httpd', 'caddy', 'traefik', 'wordpress', 'ghost', 'tomcat'],
      { shared: [3000, 5000, 8000, 8008, 8080, 8081, 8888, 9080] },
    ],
    ['HTTPS', [443], [], { shared: [4443, 8443, 9443] }],
  ]),
]
