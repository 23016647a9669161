import type { SessionBackend } from '@sojourn/core'

/** The verbs that concern the index of an owner's sessions. It lies beside the records, or on a cluster elsewhere. */
export type Owners = Pick<SessionBackend, 'create' | 'read' | 'update' | 'delete'> &
  Required<Pick<SessionBackend, 'listByOwner' | 'deleteByOwner' | 'admit'>>
