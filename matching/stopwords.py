"""The words that say nothing about a subject, in Vietnamese and in English."""

import re

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

# scikit-learn's list was drawn from office prose: these of its words are subjects of research and industry.
_SUBJECTS = frozenset({"bill", "computer", "fire", "mill", "mine", "system", "thick", "thin"})

ENGLISH: frozenset[str] = frozenset(ENGLISH_STOP_WORDS) - _SUBJECTS

# Left out on purpose are syllables that are also half of a word of science or industry: từ (điện từ), bị (thiết bị),
# sự (quân sự), chỉ (chỉ số), do (tự do), ra (ra đa), việc (việc làm), mặc (may mặc), bao (bao bì), ai (AI).
_LISTED = """
ấy bên bởi các càng cái chiếc cho chúng chưa có còn của cùng cũng dù dưới đã đang đây đấy để đến đều đó được gì giữa
hay hãy hoặc hơn kể khi không kia là lại lên lúc mà mỗi mọi một nào này nay nên nếu ngay nhau nhằm như nhưng những
nhiều nó nơi ở qua rằng rất rồi sao sau sẽ tại theo thì tôi trên trong trước từng và vào vẫn vậy về vì với vừa
"""
VIETNAMESE: frozenset[str] = frozenset(_LISTED.split())

_VIETNAMESE_SHAPE = re.compile(
    "(?:ngh?|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?"
)

# Vietnamese reports mix English sentences in. What cannot be a Vietnamese syllable (and, of, with) may be dropped there
# too; what can be one (an, may, than, the) may not.
ENGLISH_IN_VIETNAMESE: frozenset[str] = frozenset(
    word for word in ENGLISH if len(word) > 1 and not _VIETNAMESE_SHAPE.fullmatch(word)
)

LISTED: frozenset[str] = ENGLISH | VIETNAMESE
"""All of them, in whichever language."""
