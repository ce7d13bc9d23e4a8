import { imagesOf } from './images.ts'
import type { Workload } from './subject.ts'

/** An interface by which a cluster, or what runs in it, is administered. */
export interface AdministrationInterface {
  readonly name: string
  /** Repositories of its image as they end, the registry left out: whoever mirrors an image keeps its last parts. */
  readonly repositories: readonly string[]
  /** What its workload is called, or is labelled with, wherever its charts and manifests are used as they are. */
  readonly names: readonly string[]
}

/** Sources: the projects' own manifests and charts; MITRE ATT&CK T1133 names the Kubernetes dashboard, Docker's API and Kubeflow. */
export const ADMINISTRATION_INTERFACES: readonly AdministrationInterface[] = [
  {
    name: 'Kubernetes Dashboard',
    repositories: [
      'kubernetesui/dashboard',
      'kubernetesui/dashboard-web',
      'kubernetesui/dashboard-api',
      'kubernetes-dashboard-amd64',
    ],
    names: ['kubernetes-dashboard'],
  },
  { name: 'Headlamp', repositories: ['headlamp-k8s/headlamp'], names: ['headlamp'] },
  {
    name: 'Portainer',
    repositories: ['portainer/portainer-ce', 'portainer/portainer-ee', 'portainer/agent'],
    names: ['portainer'],
  },
  { name: 'Rancher', repositories: ['rancher/rancher'], names: [] },
  { name: 'Argo Workflows', repositories: ['argoproj/argocli'], names: ['argo-server'] },
  { name: 'Argo CD', repositories: ['argoproj/argocd', 'argoprojlabs/argocd'], names: ['argocd-server'] },
  { name: 'Kubeflow', repositories: ['kubeflow/centraldashboard'], names: ['kubeflow', 'centraldashboard'] },
  { name: 'Jenkins', repositories: ['jenkins/jenkins', 'library/jenkins', 'bitnami/jenkins'], names: ['jenkins'] },
  { name: 'Apache NiFi', repositories: ['apache/nifi'], names: ['nifi'] },
  {
    name: 'Apache Airflow',
    repositories: ['apache/airflow', 'bitnami/airflow'],
    names: ['airflow-webserver', 'airflow-api-server'],
  },
  { name: 'Weave Scope', repositories: ['weaveworks/scope'], names: ['weave-scope-app'] },
  {
    name: 'Prometheus',
    repositories: ['prom/prometheus', 'prometheus/prometheus', 'bitnami/prometheus'],
    names: ['prometheus-deployment', 'prometheus-server'],
  },
  { name: 'Alertmanager', repositories: ['prom/alertmanager', 'prometheus/alertmanager'], names: ['alertmanager'] },
  { name: 'Kibana', repositories: ['kibana/kibana', 'bitnami/kibana', 'library/kibana'], names: ['kibana'] },
  {
    name: 'Jupyter',
    repositories: [
      'jupyter/base-notebook',
      'jupyter/scipy-notebook',
      'jupyter/minimal-notebook',
      'jupyterhub/k8s-hub',
      'jupyterhub/jupyterhub',
    ],
    names: ['jupyter-notebook', 'jupyterhub'],
  },
  { name: 'Vault', repositories: ['hashicorp/vault'], names: [] },
  { name: 'Consul', repositories: ['hashicorp/consul'], names: ['consul-server'] },
  {
    name: 'phpMyAdmin',
    repositories: ['library/phpmyadmin', 'phpmyadmin/phpmyadmin', 'bitnami/phpmyadmin'],
    names: ['phpmyadmin'],
  },
  { name: 'pgAdmin', repositories: ['dpage/pgadmin4'], names: ['pgadmin'] },
  { name: 'mongo-express', repositories: ['library/mongo-express'], names: ['mongo-express'] },
  { name: 'Adminer', repositories: ['library/adminer'], names: ['adminer'] },
  { name: 'Longhorn', repositories: ['longhornio/longhorn-ui'], names: ['longhorn-ui'] },
  { name: 'Spark master', repositories: ['apache/spark', 'bitnami/spark'], names: ['spark-master'] },
  { name: 'Ray', repositories: ['rayproject/ray'], names: ['ray-head'] },
  { name: 'vLLM', repositories: ['vllm/vllm-openai'], names: ['vllm'] },
  { name: 'Ollama', repositories: ['ollama/ollama'], names: ['ollama'] },
  { name: 'MLflow', repositories: ['mlflow/mlflow'], names: ['mlflow'] },
  { name: 'Docker API', repositories: [], names: ['docker-api'] },
]

/** The interface whose image the workload runs. */
export function interfaceByImage(workload: Workload): AdministrationInterface | undefined {
  const found = imagesOf(workload).flatMap(({ reference }) => (reference ? placesOf(reference.repository) : []))
  return found.length === 0 ? undefined : ADMINISTRATION_INTERFACES[Math.min(...found)]
}

/** By each repository, the place of its interface in the list. */
const PLACES: ReadonlyMap<string, number> = new Map(
  ADMINISTRATION_INTERFACES.flatMap((one, at) => one.repositories.map((known) => [known, at] as const)),
)

/** Of interfaces whose repository it is, or a copy of it that stands below something. */
function placesOf(repository: string): number[] {
  const found: number[] = []
  for (let from = 0; ; ) {
    const place = PLACES.get(repository.slice(from))
    if (place !== undefined) found.push(place)
    const slash = repository.indexOf('/', from)
    if (slash < 0) return found
    from = slash + 1
  }
}

const NAME_LABELS = ['app', 'k8s-app', 'app.kubernetes.io/name']

/** The interface that the workload is called by, or labelled as: less sure than its image. */
export function interfaceByName({ ref, podLabels }: Workload): AdministrationInterface | undefined {
  const called = [ref.name, ...NAME_LABELS.map((label) => podLabels[label] ?? '')]
  return ADMINISTRATION_INTERFACES.find(({ names }) => names.some((name) => called.some((one) => one.includes(name))))
}
