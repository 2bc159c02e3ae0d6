"""The process Spark runs in: started by `spark_engine`, told what to do line by line, ended when its input ends.

It knows nothing of socert: JSON comes in by standard input and goes out by the descriptor in its first argument;
whatever Spark and Java print goes elsewhere.
"""

import json
import os
import queue
import shutil
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyspark
from pyspark import SparkContext
from pyspark.sql import SparkSession

_SETTINGS = (
    "spark.sql.ansi.enabled",
    "spark.sql.caseSensitive",
    "spark.sql.session.timeZone",
    "spark.master",
    "spark.ui.enabled",
    "spark.driver.bindAddress",
)
_LOOK_SECONDS = 0.2
_REASON_LENGTH_MAX = 300


def main() -> None:
    """Start Spark, tell how it is set, then do what is asked for, one thing after another."""
    with os.fdopen(int(sys.argv[1]), "w", encoding="utf-8") as answers:

        def say(**words: object) -> None:
            answers.write(json.dumps(words) + "\n")
            answers.flush()

        try:
            spark = SparkSession.builder.getOrCreate()
            settings = {name: spark.conf.get(name) for name in _SETTINGS}
        except Exception as error:  # noqa: BLE001 - whatever Java says is told to who started us
            say(failed=_reason(error))
            return
        say(version=pyspark.__version__, running=spark.version, settings=settings)
        waiting: queue.Queue[str] = queue.Queue()
        threading.Thread(target=_listen, args=(waiting,), daemon=True).start()
        while True:
            asked = json.loads(waiting.get())
            try:
                _decide(spark, asked, say)
            except Exception as error:  # noqa: BLE001 - likewise
                say(failed=_reason(error))


def _listen(waiting: "queue.Queue[str]") -> None:
    for line in sys.stdin:
        waiting.put(line)
    # Whoever started us is gone or has enough: in the middle of work or not, Java ends with us, and what it wrote.
    if (gateway := SparkContext._gateway) is not None:  # noqa: SLF001 - nothing else leads to its process
        gateway.proc.kill()
        gateway.proc.wait()
    shutil.rmtree(Path.cwd(), ignore_errors=True)
    os._exit(0)


def _decide(spark: Any, asked: Mapping[str, Any], say: Any) -> None:
    """Answer a query over a Parquet file into a folder of Parquet files; tell meanwhile how far it is."""
    facts = spark.read.schema(asked["schema"]).option("recursiveFileLookup", "true").parquet(asked["facts"])
    facts.selectExpr(*asked["columns"]).createOrReplaceTempView("facts")
    answers = spark.sql(asked["sql"])
    ended = threading.Event()
    watching = threading.Thread(target=_tell, args=(spark.sparkContext.statusTracker(), ended, say))
    watching.start()
    try:
        answers.write.mode("overwrite").parquet(asked["parts"])
    finally:
        ended.set()
        watching.join()
    say(done=True)


def _tell(tracker: Any, ended: threading.Event, say: Any) -> None:
    while not ended.wait(_LOOK_SECONDS):
        stages = [one for one in map(tracker.getStageInfo, tracker.getActiveStageIds()) if one is not None]
        if total := sum(one.numTasks for one in stages):
            say(percent=100 * sum(one.numCompletedTasks for one in stages) // total)


def _reason(error: Exception) -> str:
    lines = [line for line in str(error).splitlines() if line.strip()]
    return (lines[0] if lines else type(error).__name__)[:_REASON_LENGTH_MAX]


if __name__ == "__main__":
    main()
