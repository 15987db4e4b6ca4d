"""batch"""

from typing import Annotated, TypeAlias

from msgspec import Meta

from botyard.model.errors import BATCH_LENGTH_EXCEEDED, BATCH_METHOD_NOT_ALLOWED
from botyard.rpc.batch import BatchCall, batch_method, read_commands
from botyard.rpc.method import Params, Result
from botyard.wire.php_form import php_array

# What PHP has for an array: a list, also when it is empty, or an object.
PhpArray: TypeAlias = dict[str, object] | list[object]


class BatchParams(Params, frozen=True):
    cmd: Annotated[
        dict[str, object],
        Meta(
            description="The commands: a list, or an object whose keys name the answers. Each is "
            "`method?query`, the query as in an address: `a=b&fields[message]=Hello%20you`; or "
            "an object with `method` and `params`. 50 are run; each one beyond is refused."
        ),
    ]
    halt: Annotated[
        bool, Meta(description="Stop at the first command that is refused; none after it is run.")
    ] = False


class BatchAnswers(Result, frozen=True, rename="lower"):
    result: Annotated[
        PhpArray, Meta(description="What the commands that went well were answered, by key.")
    ]
    result_error: Annotated[
        PhpArray,
        Meta(description="`error` and `error_description` of each that was refused, by key."),
    ]
    result_total: Annotated[
        PhpArray, Meta(description="`total` of each that answered a page, by key.")
    ]
    result_next: Annotated[
        PhpArray, Meta(description="`next` of each after whose page another one follows, by key.")
    ]
    result_time: Annotated[
        PhpArray, Meta(description="`time` of each that went well, in seconds, by key.")
    ]


@batch_method("batch", errors=[BATCH_METHOD_NOT_ALLOWED, BATCH_LENGTH_EXCEEDED])
async def run_commands(batch: BatchCall, params: BatchParams) -> BatchAnswers:
    """Call up to 50 methods in one request, one after the other.

    Each command is a call of its own, with its own scope, bot token and errors; credentials are
    those of the request, which counts once for the limit. The answer is 200 even when every
    command was refused. Its five sections are there always, each as PHP writes an array: `[]` when
    it is empty, a list when its keys are 0, 1, 2 and so on, else an object.

    `$result[key][field][0]` in a value stands for what an earlier command was answered: as the
    whole value for whatever it names, within other text for a scalar. What leads nowhere stays as
    it is. All references of one batch stand for 1 MiB at most.

    A method that waits for events answers at once here. A repeat under one `Idempotency-Key` gets
    the first answers of the commands that wrote, and runs the others anew.
    """
    sections = await batch.run(read_commands(params.cmd), halts=params.halt)
    return BatchAnswers(*map(php_array, sections))
