// Drives the released SDK: steps in on stdin, one outcome for each out on stdout, both JSON.
import { readFileSync } from 'node:fs'
import { B24Hook, B24OAuth } from '@bitrix24/b24jssdk'

const { endpoint, access_token: accessToken, refresh, steps } = JSON.parse(readFileSync(0, 'utf8'))

const client = accessToken
  ? new B24OAuth(
      {
        applicationToken: '',
        userId: 1,
        memberId: '',
        accessToken,
        refreshToken: refresh?.refresh_token ?? 'none',
        expires: Math.floor(Date.now() / 1000) + 3600,
        expiresIn: 3600,
        scope: 'imbot',
        domain: new URL(endpoint).host,
        clientEndpoint: endpoint,
        serverEndpoint: endpoint,
        status: 'L'
      },
      {
        clientId: refresh?.client_id ?? 'local.botyard',
        clientSecret: refresh?.client_secret ?? 'secret'
      }
    )
  : B24Hook.fromWebhookUrl(endpoint)

const actions = {
  async call({ method, params, request_id: requestId }) {
    const answer = await client.actions.v2.call.make({ method, params, requestId })
    if (!answer.isSuccess) throw [...answer.getErrors()][0]
    return answer.getData().result
  },
  async batch({ calls }) {
    const answer = await client.actions.v2.batch.make({
      calls,
      options: { isHaltOnError: true, returnAjaxResult: false }
    })
    if (!answer.isSuccess) throw [...answer.getErrors()][0]
    return answer.getData()
  },
  async list({ method }) {
    const answer = await client.callListMethod(method, {})
    if (!answer.isSuccess) throw [...answer.getErrors()][0]
    return answer.getData()
  },
  ping: () => client.tools.ping.make(),
  healthy: () => client.tools.healthCheck.make()
}

const outcomes = []
for (const step of steps) {
  try {
    outcomes.push({ result: await actions[step.do](step) })
  } catch (failure) {
    outcomes.push({
      error: failure.code ?? failure.name,
      status: failure.status ?? 0,
      description: failure.message
    })
  }
}
client.destroy()
console.log(JSON.stringify(outcomes))
