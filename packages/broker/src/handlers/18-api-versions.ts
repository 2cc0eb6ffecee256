import type { apiVersionsApi } from '@millrace/kafka-wire';
import { ErrorCode } from '@millrace/kafka-wire';
import type { Handler } from '../context.ts';

/** Which requests are served, in which versions. A version that we do not know is answered in version 0 (KIP-511). */
export const apiVersions: Handler<typeof apiVersionsApi> = (context, request, call) => {
  const isNameWrong =
    call.version >= 3 && !(isName(request.clientSoftwareName) && isName(request.clientSoftwareVersion));
  if (isNameWrong) return { errorCode: ErrorCode.INVALID_REQUEST };
  return { errorCode: ErrorCode.NONE, apiKeys: context.offered, finalizedFeaturesEpoch: 0 };
};

function isName(name: string): boolean {
  return /^[a-zA-Z0-9](?:[a-zA-Z0-9\-.]*[a-zA-Z0-9])?$/.test(name);
}
