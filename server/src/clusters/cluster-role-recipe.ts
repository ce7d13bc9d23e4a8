import type { ClusterRoleRecipe } from '@breakwater/schema/services.ts'
import { ROLE_NAME, ROLE_NAMESPACE, smallestRole } from '../kubernetes/cluster-role.ts'

/** Days that the token of the recipe is asked for; an API server may give it less. */
const TOKEN_DAYS = 90

/**
 * What to apply, and the commands that make a kubeconfig of it, for `sh` and kubectl 1.24 or later; the kubeconfig needs no file
 * beside it, so that it can be pasted.
 */
export function clusterRoleRecipe(): ClusterRoleRecipe {
  return { yaml: smallestRole().yaml, commands: COMMANDS }
}

const COMMANDS = `umask 077
kubectl apply --filename breakwater-role.yaml
CONFIG=$(mktemp)
kubectl config view --minify --flatten --raw --output json > "$CONFIG"
kubectl --kubeconfig "$CONFIG" config set-credentials ${ROLE_NAME} --token "$(kubectl create token ${ROLE_NAME} --namespace ${ROLE_NAMESPACE} --duration ${TOKEN_DAYS * 24}h)"
kubectl --kubeconfig "$CONFIG" config set-context --current --user ${ROLE_NAME}
kubectl --kubeconfig "$CONFIG" config view --minify --flatten --raw > breakwater.kubeconfig
rm "$CONFIG"
`
