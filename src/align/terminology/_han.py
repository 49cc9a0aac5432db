"""Whether a short Chinese term is a word where its characters stand, or two halves of other words.

大国 is a word in 世界大国, and none in 重大|国际. Without a dictionary of the whole language the judgement rests on the
few hundred words that make up most of public prose: a term of two characters is refused where the text around it can
be cut into fewer and better known pieces that do not have the term.
"""

from __future__ import annotations

import regex

__all__ = ["common_words", "is_word_at"]

_HAN_RUN = regex.compile(r"\p{Han}+")
_REACH = 4
"""Characters looked at on either side; no listed word is longer."""
_RARE = 2.0  # cost of a character that is no common word by itself; a word costs 1

_CHARACTERS = frozenset(
    "的了在是和与或及也都不会能要将对从向以为把被让使等并更最很又再还就才只这那其各每某本该此中上下内外前后间里我你他她它们"
)

_LISTED = """
安全 安排 按照 把握 百姓 办法 帮助 保持 保护 保障 保证 报告 北京 必须 必要 变化 标准 表明 表示 表现 并且 不断 不同
部分 部门 部署 财政 采取 参加 参与 产品 产生 产业 长期 场合 超过 成功 成果 成为 成员 城市 程度 持续 充分 出口 出现
处理 传统 创新 创造 从而 促进 存在 措施 达到 打击 大规模 大会 大家 大力 大量 大陆 大学 大众 代表 当前 党员 导致 到达
道路 得到 地方 地区 地位 第一 定期 东方 动力 动员 独立 对话 对外 多边 多数 发表 发挥 发生 发现 发展 法律 反对 反映
方案 方法 方面 方式 方向 防止 非常 丰富 服务 符合 负责 复杂 改变 改革 改善 干部 感到 高度 高级 高质量 根本 根据 更加
工程 工业 工作 公布 公共 公开 公民 公平 公司 公正 共识 共同 构建 贡献 关键 关系 关于 关注 观点 管理 广大 广泛 规定
规范 规划 规律 规模 国产 国防 国会 国际 国家 国民 国内 国企 国情 国土 国外 国王 国务 国有 国债 过程 过去 海外 合理
合同 合作 和平 和谐 核心 宏大 宏观 后来 环境 会见 会议 会谈 活动 获得 机构 机会 机遇 机制 积极 基本 基础 基地 及时
集团 集中 几乎 计划 计算 技术 继续 加大 加快 加强 加入 家庭 价格 价值 坚持 坚定 坚决 减少 建立 建设 建议 健康 将来
交流 教育 阶段 结构 结果 结合 结束 解决 介绍 今后 今年 金融 紧密 尽管 进步 进入 进行 进一步 经济 经济体 经验 精神
竞争 举行 巨大 具体 具有 决策 决定 军事 开放 开始 开展 考虑 科技 科学 可以 可能 克服 客观 扩大 来自 劳动 理论 理解
理念 历史 利益 力量 立场 联合 联系 领导 领域 另外 流动 旅游 落实 满足 贸易 美国 美好 密切 面对 面临 民主 民族 名义
明确 明显 模式 目标 目前 内部 内容 内外 能够 能力 能源 年代 农村 农民 农业 努力 欧洲 排放 庞大 培养 批评 平等 平台
破坏 普遍 其他 企业 起来 前景 强大 强调 强烈 青年 情况 区域 趋势 取得 全部 全国 全面 全球 全体 确保 确定 群众 然而
人才 人口 人类 人们 人民 人权 人士 人员 认识 认为 任何 任务 日本 如果 商品 商业 上海 设备 设施 社会 社区 深化 深刻
深入 生产 生活 生命 生态 盛大 十分 时代 时间 时期 实际 实践 实施 实现 世界 世纪 市场 市民 事件 事务 事业 适应 收入
首先 受到 双边 双方 水平 思想 损害 所有 他们 它们 太平洋 讨论 特别 特点 特色 特殊 提出 提高 提供 体系 体现 体制 条件
调查 调整 通过 同志 统一 投资 突出 团结 推动 推进 外部 外国 外交 外资 完成 完全 完善 伟大 维护 未来 文化 文件 文明
稳定 问题 我国 我们 西方 希望 系统 现代 现代化 现实 现在 相关 相互 相信 享受 项目 消费 消除 小康 协调 协议 新闻 信息
行动 行为 行业 形成 形式 形势 需求 需要 学习 学校 学生 迅速 严格 严重 研究 要求 也许 一般 一定 一切 一些 一直 依法
依靠 已经 以及 以来 意见 意识 意义 因此 因为 引导 影响 应当 应对 应该 应用 英国 拥护 拥有 永远 优势 尤其 由于 友好
有关 有力 有利 有效 于是 语言 原因 原则 远大 允许 运动 运用 在于 责任 增加 增长 增强 战略 掌握 障碍 真正 争取 整个
政策 政党 政府 政治 之间 支持 知识 执行 直接 只有 职工 指出 指导 至今 制定 制度 制造 治理 质量 中共 中国 中华 中美
中心 中央 种类 重大 重点 重视 重要 主动 主权 主任 主席 主要 主义 主张 注意 住房 专家 转变 状况 准备 资本 资金 资源
自己 自然 自身 自由 总理 总统 总体 组成 组织 最大 最高 最后 最近 尊重 遵守 作出 作风 作为 作用 大国 强国 小国 各国
两国 本国 他国 中方 美方 新时代 新征程 国务院 共同体 命运 一带一路
"""
_WORDS = frozenset(_LISTED.split())


def is_word_at(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]``, two Chinese characters, is as likely a word there as halves of its neighbours."""
    low, high = max(0, start - _REACH), min(len(text), end + _REACH)
    left = next((m.start() for m in _HAN_RUN.finditer(text, low, start) if m.end() == start), start)
    right = next((m.end() for m in _HAN_RUN.finditer(text, end, high) if m.start() == end), end)
    term = text[start:end]
    whole = _cost(text[left:right], term)
    apart = _cost(text[left:start], term) + 1 + _cost(text[end:right], term)
    return apart <= whole


def _cost(text: str, term: str) -> float:
    """The least cost of cutting `text` into words."""
    best = [0.0]
    for end in range(1, len(text) + 1):
        options = [best[end - 1] + (1.0 if text[end - 1] in _CHARACTERS else _RARE)]
        options += [
            best[start] + 1
            for start in range(max(0, end - _REACH), end - 1)
            if text[start:end] in _WORDS or text[start:end] == term
        ]
        best.append(min(options))
    return best[-1]


def common_words() -> frozenset[str]:
    """The words listed above, of two characters or more."""
    return _WORDS
